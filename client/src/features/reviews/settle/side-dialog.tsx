import { createSignal, Match, Show, Switch } from 'solid-js'
import type { JsonObject } from '../../../../../shared/json.ts'
import { MANAGERS } from '../../../../../shared/roles.ts'
import { dayIn, endOfDay } from '../../../custody/due-date.ts'
import { createQuery } from '../../../db/query.ts'
import { t as forms } from '../../../forms/messages.ts'
import { t as core } from '../../../i18n/core.ts'
import { timeZone } from '../../../i18n/locale.ts'
import type { Choice } from '../../../reviews/decide.ts'
import { Banner } from '../../../ui/banner.tsx'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Select } from '../../../ui/select.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { t } from './messages.ts'

/** What is done beside deciding, or without deciding what is true. */
export type SideAction = 'reject' | 'assign' | 'ask' | 'defer'

export interface SideDialogProps {
  readonly action: SideAction
  /** Who wrote it, where one review is meant. */
  readonly author: string
  readonly assigneeId?: string | undefined
  /** A sentence on what it is done to; where many are meant. */
  readonly about?: string
  readonly failure: string | undefined
  readonly busy?: boolean
  readonly onChoice: (choice: Choice) => void
  readonly onClose: () => void
}

/** Asks for what the action needs and says what it does. */
export function SideDialog(props: SideDialogProps) {
  const users = createQuery('users', () => (props.action === 'assign' ? {} : undefined))
  const [text, setText] = createSignal('')
  const [assignee, setAssignee] = createSignal(props.assigneeId ?? '')
  const [day, setDay] = createSignal(dayIn(Date.now() + 7 * 86_400_000, timeZone()))
  const [wrong, setWrong] = createSignal<string>()
  const managers = () =>
    (users() ?? []).filter(({ role, active }) => active && MANAGERS.some((one) => one === role))
  const worded = () => props.action === 'reject' || props.action === 'ask'

  const value = (): JsonObject | undefined => {
    if (props.action === 'assign') return { assigneeId: assignee() === '' ? null : assignee() }
    return props.action === 'defer' ? { until: endOfDay(day(), timeZone()) } : undefined
  }
  const done = () => {
    const today = dayIn(Date.now(), timeZone())
    const problem =
      worded() && text().trim() === ''
        ? t('needed')
        : props.action === 'defer' && !(day() > today)
          ? t('laterDay')
          : undefined
    setWrong(problem)
    if (problem) return
    const content = value()
    props.onChoice({
      action: props.action,
      ...(content ? { value: content } : {}),
      ...(worded() ? { reason: text() } : {}),
    })
  }

  return (
    <Dialog
      open
      firm
      onClose={() => props.onClose()}
      title={props.action === 'ask' ? t('askTitle', { name: props.author }) : t(`${props.action}Title`)}
      actions={
        <>
          <Button onClick={() => props.onClose()}>{core('action.cancel')}</Button>
          <Button
            kind={props.action === 'reject' ? 'danger' : 'primary'}
            busy={props.busy === true}
            onClick={done}
          >
            {t(props.action)}
          </Button>
        </>
      }
    >
      <form
        class="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          done()
        }}
      >
        <Show when={props.failure}>
          {(reason) => (
            <Banner tone="danger" title={forms('notSaved')} urgent>
              {reason()}
            </Banner>
          )}
        </Show>
        <Show when={props.about}>{(about) => <p class="font-semibold">{about()}</p>}</Show>
        <Switch>
          <Match when={props.action === 'reject'}>
            <p>{t('rejectMeans')}</p>
          </Match>
          <Match when={props.action === 'ask'}>
            <p>{t('askMeans')}</p>
          </Match>
          <Match when={props.action === 'defer'}>
            <p>{t('deferMeans')}</p>
          </Match>
        </Switch>
        <Show when={worded()}>
          <TextField
            label={t(props.action === 'ask' ? 'question' : 'reason')}
            hint={props.action === 'reject' ? t('reasonHint') : undefined}
            lines={3}
            maxlength={2000}
            value={text()}
            onInput={setText}
            error={wrong()}
            ref={(element) => element.setAttribute('autofocus', '')}
          />
        </Show>
        <Show when={props.action === 'assign'}>
          <Select
            label={t('assignTo')}
            value={assignee()}
            onChange={setAssignee}
            options={[
              { value: '', label: t('assignNobody') },
              ...managers().map(({ id, name }) => ({ value: id, label: name })),
            ]}
          />
        </Show>
        <Show when={props.action === 'defer'}>
          <TextField
            type="date"
            label={t('deferDay')}
            min={dayIn(Date.now() + 86_400_000, timeZone())}
            value={day()}
            onInput={setDay}
            error={wrong()}
          />
        </Show>
      </form>
    </Dialog>
  )
}
