import { createSignal, For, onCleanup, Show } from 'solid-js'
import type { Person } from '../../../../../shared/collections/people.ts'
import { createStepUp } from '../../../account/create-step-up.tsx'
import { failureText } from '../../../account/failure-text.ts'
import { t as core } from '../../../i18n/core.ts'
import { Banner } from '../../../ui/banner.tsx'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { announce } from '../../../ui/live-region.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { showToast } from '../../../ui/toast.tsx'
import { t } from './messages.ts'
import { erasePerson, type Outlook, readOutlook } from './personal-data.ts'

/** Says in plain words what an erasure takes and what it leaves, and has it confirmed by the name. */
export function EraseDialog(props: { person: Person; onClose: () => void; onErased: () => void }) {
  const [outlook, setOutlook] = createSignal<Outlook>()
  const [failure, setFailure] = createSignal<string>()
  const [typed, setTyped] = createSignal('')
  const [wrong, setWrong] = createSignal(false)
  const [busy, setBusy] = createSignal(false)
  const stepUp = createStepUp()
  const stopped = new AbortController()
  onCleanup(() => stopped.abort())
  // The record is gone from this device as soon as it is erased.
  const { id, name } = props.person

  void readOutlook(id, stopped.signal).then(setOutlook, (error: unknown) => {
    if (!stopped.signal.aborted) setFailure(failureText(error))
  })

  const allowed = () => {
    const found = outlook()
    return found !== undefined && found.thingsOut === 0 && !found.own
  }

  async function erase() {
    if (typed().trim() !== name.trim()) {
      setWrong(true)
      return
    }
    setBusy(true)
    setFailure(undefined)
    try {
      if (await stepUp.run(() => erasePerson(id, name))) {
        showToast({ text: t('erased', { name }), tone: 'positive' })
        announce(t('erased', { name }))
        props.onErased()
      } else setBusy(false)
    } catch (error) {
      setFailure(failureText(error))
      setBusy(false)
    }
  }

  return (
    <Dialog
      open
      firm
      onClose={() => props.onClose()}
      title={t('eraseTitle', { name })}
      actions={
        <>
          <Button onClick={() => props.onClose()}>{core('action.cancel')}</Button>
          <Show when={allowed()}>
            <Button kind="danger" icon="trash" busy={busy()} onClick={() => void erase()}>
              {t('eraseNow')}
            </Button>
          </Show>
        </>
      }
    >
      <div class="grid gap-4">
        <stepUp.Dialog />
        <Show when={failure()}>
          {(reason) => (
            <Banner tone="danger" title={t('failed')} urgent>
              {reason()}
            </Banner>
          )}
        </Show>
        <Show when={outlook()} fallback={<Show when={!failure()}>{<p>{t('reading')}</p>}</Show>}>
          {(found) => (
            <Show when={allowed()} fallback={<Refusal outlook={found()} name={name} />}>
              <Points title={t('goes')} points={goingOf(found())} />
              <Points
                title={t('stays')}
                points={[t('stays.ledger'), t('stays.audit'), t('stays.nickname')]}
              />
              <p class="font-semibold">{t('forGood')}</p>
              <TextField
                label={t('confirm')}
                hint={t('confirmHint', { name })}
                error={wrong() ? t('otherName') : undefined}
                value={typed()}
                autocomplete="off"
                onInput={(text) => {
                  setTyped(text)
                  setWrong(false)
                }}
              />
            </Show>
          )}
        </Show>
      </div>
    </Dialog>
  )
}

function Refusal(props: { outlook: Outlook; name: string }) {
  return (
    <Banner
      tone="warning"
      title={props.outlook.own ? t('own') : t('out', { count: props.outlook.thingsOut, name: props.name })}
    />
  )
}

function goingOf({ users, transactions, reviews, equipment }: Outlook): readonly string[] {
  return [
    t('goes.record'),
    ...(users > 0 ? [t('goes.user')] : []),
    ...(transactions > 0 ? [t('goes.transactions', { count: transactions })] : []),
    ...(reviews > 0 ? [t('goes.reviews', { count: reviews })] : []),
    ...(equipment > 0 ? [t('goes.equipment', { count: equipment })] : []),
  ]
}

function Points(props: { title: string; points: readonly string[] }) {
  return (
    <div class="grid gap-1">
      <h3 class="font-semibold">{props.title}</h3>
      <ul class="grid list-disc gap-1 pl-5">
        <For each={props.points}>{(point) => <li>{point}</li>}</For>
      </ul>
    </div>
  )
}
