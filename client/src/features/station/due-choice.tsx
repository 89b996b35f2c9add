import { createMemo, createSignal, Show } from 'solid-js'
import { type DueRule, dueDay } from '../../custody/due-date.ts'
import { formatDay } from '../../i18n/format.ts'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { t } from './messages.ts'

export type DueChoiceProps = {
  /** What holds now, and what the team's rule is. */
  rule: DueRule
  usual: DueRule
  /** `YYYY-MM-DD` at the school. */
  today: string
  /** The team for which the choice can be kept. */
  team: string | undefined
  onChoose: (rule: DueRule, keep: boolean) => void
}

type Kind = 'week' | 'twoWeeks' | 'none' | 'day'

/** Today, the usual day, or any other: the first two are one tap away. */
export function DueChoice(props: DueChoiceProps) {
  const [open, setOpen] = createSignal(false)
  const day = (rule: DueRule) => dueDay(rule, props.today)
  const words = (rule: DueRule) => {
    const on = day(rule)
    if (on === undefined) return t('due.none')
    return on === props.today ? t('due.today') : formatDay(on)
  }
  /** The third choice shows what holds when it is neither of the first two. */
  const other = createMemo(() => day(props.rule) !== props.today && day(props.rule) !== day(props.usual))
  return (
    <fieldset class="due-choice">
      <legend class="sr-only">{t('due.label')}</legend>
      <span class="due-label" aria-hidden="true">
        {t('due.label')}
      </span>
      <button
        type="button"
        class="due-button"
        aria-pressed={day(props.rule) === props.today}
        onClick={() => props.onChoose('today', false)}
      >
        {t('due.today')}
      </button>
      <Show when={day(props.usual) !== props.today}>
        <button
          type="button"
          class="due-button"
          aria-pressed={day(props.rule) === day(props.usual)}
          onClick={() => props.onChoose(props.usual, false)}
        >
          {words(props.usual)}
        </button>
      </Show>
      <button
        type="button"
        class="due-button"
        aria-pressed={other()}
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
      >
        {other() ? words(props.rule) : t('due.other')}
      </button>
      <Show when={open()}>
        <DueDialog {...props} onClose={() => setOpen(false)} />
      </Show>
    </fieldset>
  )
}

function DueDialog(props: DueChoiceProps & { onClose: () => void }) {
  const start = (): Kind =>
    (['week', 'twoWeeks', 'none'] as const).find((kind) => kind === props.rule) ?? 'day'
  const [kind, setKind] = createSignal<Kind>(start())
  const [date, setDate] = createSignal(
    dueDay(props.rule, props.today) ?? dueDay('twoWeeks', props.today) ?? '',
  )
  const [keep, setKeep] = createSignal(false)
  const [error, setError] = createSignal<string>()
  const use = () => {
    const chosen = kind()
    const rule: DueRule = chosen === 'day' ? date() : chosen
    if (chosen === 'day' && (date() === '' || date() < props.today)) {
      setError(t('due.past'))
      return
    }
    props.onChoose(rule, keep())
    props.onClose()
  }
  return (
    <Dialog
      open
      onClose={props.onClose}
      title={t('due.title')}
      actions={
        <Button kind="primary" onClick={use}>
          {t('due.use')}
        </Button>
      }
    >
      <div class="grid gap-5">
        <Segmented
          label={t('due.label')}
          hideLabel
          value={kind()}
          onChange={setKind}
          options={[
            { value: 'week', label: t('due.week') },
            { value: 'twoWeeks', label: t('due.twoWeeks') },
            { value: 'day', label: t('due.other') },
            { value: 'none', label: t('due.none') },
          ]}
        />
        <Show when={kind() === 'day'}>
          <TextField
            label={t('due.day')}
            type="date"
            value={date()}
            min={props.today}
            error={error()}
            onInput={(value) => {
              setDate(value)
              setError(undefined)
            }}
          />
        </Show>
        <Show when={props.team}>
          {(team) => (
            <Checkbox
              label={t('due.keep', { team: team() })}
              hint={t('due.keepHint')}
              checked={keep()}
              onChange={setKeep}
            />
          )}
        </Show>
      </div>
    </Dialog>
  )
}
