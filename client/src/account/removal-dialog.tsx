import { createSignal, type ParentProps, Show } from 'solid-js'
import { t as core } from '../i18n/core.ts'
import { Banner } from '../ui/banner.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { announce } from '../ui/live-region.tsx'
import { showToast } from '../ui/toast.tsx'
import { failureText } from './failure-text.ts'

/** Asks before something is taken away for good; what becomes of it is said inside. */
export function RemovalDialog(
  props: ParentProps<{
    open: boolean
    title: string
    /** What the button says. */
    action: string
    /** Takes it away. @throws ApiError */
    remove: () => Promise<void>
    /** What is said when it is done. */
    removed: string
    onClose: () => void
    onRemoved: () => void
  }>,
) {
  const [busy, setBusy] = createSignal(false)
  const [failure, setFailure] = createSignal<string>()

  async function remove() {
    setBusy(true)
    setFailure(undefined)
    try {
      const text = props.removed
      await props.remove()
      showToast({ text, tone: 'positive' })
      announce(text)
      props.onRemoved()
      props.onClose()
    } catch (error) {
      setFailure(failureText(error))
    }
    setBusy(false)
  }

  return (
    <Dialog
      open={props.open}
      onClose={props.onClose}
      title={props.title}
      actions={
        <>
          <Button onClick={props.onClose}>{core('action.cancel')}</Button>
          <Button kind="danger" busy={busy()} onClick={() => void remove()}>
            {props.action}
          </Button>
        </>
      }
    >
      <div class="grid gap-3">
        <Show when={failure()}>{(why) => <Banner tone="danger" title={why()} urgent />}</Show>
        {props.children}
      </div>
    </Dialog>
  )
}
