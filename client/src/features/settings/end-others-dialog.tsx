import { createSignal, Show } from 'solid-js'
import { createStepUp } from '../../account/create-step-up.tsx'
import { failureText } from '../../account/failure-text.ts'
import { endSessions } from '../../account/sessions.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { showToast } from '../../ui/toast.tsx'
import { t } from './messages.ts'

/** After a change of how somebody signs in: whoever else may be signed in as that person can be put out. */
export function EndOthersDialog(props: { open: boolean; onDone: () => void }) {
  const [failure, setFailure] = createSignal<string>()
  const stepUp = createStepUp()

  async function end() {
    setFailure(undefined)
    try {
      if (!(await stepUp.run(() => endSessions()))) return
      showToast({ text: t('othersEnded'), tone: 'positive' })
      props.onDone()
    } catch (error) {
      setFailure(failureText(error))
    }
  }

  return (
    <>
      <Dialog
        open={props.open}
        onClose={props.onDone}
        title={t('endOthersAsk')}
        actions={
          <>
            <Button onClick={() => props.onDone()}>{t('keepOthers')}</Button>
            <Button kind="primary" onClick={() => void end()}>
              {t('endAllOthers')}
            </Button>
          </>
        }
      >
        <Show when={failure()}>{(why) => <Banner tone="danger" title={why()} urgent />}</Show>
        <p>{t('endOthersAskHint')}</p>
      </Dialog>
      <stepUp.Dialog />
    </>
  )
}
