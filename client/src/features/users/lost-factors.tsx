import { createEffect, createSignal, on, Show } from 'solid-js'
import type { User } from '../../../../shared/collections/users.ts'
import { createStepUp } from '../../account/create-step-up.tsx'
import { type Factor, readFactorsOf, removeFactorsOf } from '../../account/factors/factor-list.ts'
import { t as factors } from '../../account/factors/messages.ts'
import { failureText } from '../../account/failure-text.ts'
import { t as core } from '../../i18n/core.ts'
import { formatList } from '../../i18n/format.ts'
import { syncStatus } from '../../sync/status.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { showToast } from '../../ui/toast.tsx'
import { t } from './messages.ts'

/** By what a user proves who it is beside the password; and, where all of it is lost, an end to it. */
export function LostFactors(props: { user: User; onRemoved: () => void }) {
  const [found, setFound] = createSignal<readonly Factor[]>([])
  const [asking, setAsking] = createSignal(false)
  const [failure, setFailure] = createSignal<string>()
  const stepUp = createStepUp()
  const kinds = () => formatList([...new Set(found().map(({ kind }) => factors(`kind.${kind}`)))])

  async function attempt(work: () => Promise<void>) {
    setFailure(undefined)
    try {
      await work()
    } catch (error) {
      setFailure(failureText(error))
    }
  }
  const read = () => attempt(async () => void setFound(await readFactorsOf(props.user.id)))
  createEffect(
    on(
      () => [props.user.id, syncStatus().offline] as const,
      ([, offline]) => void (offline || read()),
    ),
  )
  const remove = () =>
    attempt(async () => {
      setAsking(false)
      if (!(await stepUp.run(() => removeFactorsOf(props.user.id)))) return
      showToast({ text: t('factorsGone', { name: props.user.name }), tone: 'positive' })
      await read()
      props.onRemoved()
    })

  return (
    <>
      <stepUp.Dialog />
      <Show when={failure()}>{(why) => <Banner tone="danger" title={why()} urgent />}</Show>
      <Show when={found().length > 0}>
        <div class="flex flex-wrap items-center gap-x-4 gap-y-2">
          <p class="min-w-0 flex-1 basis-56">{t('factors', { kinds: kinds() })}</p>
          <Button disabled={syncStatus().offline} onClick={() => setAsking(true)}>
            {t('removeFactors')}
          </Button>
        </div>
      </Show>
      <Dialog
        open={asking()}
        onClose={() => setAsking(false)}
        title={t('removeFactors')}
        actions={
          <>
            <Button onClick={() => setAsking(false)}>{core('action.cancel')}</Button>
            <Button kind="danger" onClick={() => void remove()}>
              {t('takeAway')}
            </Button>
          </>
        }
      >
        <p>{t('removeFactorsHint')}</p>
      </Dialog>
    </>
  )
}
