import { createSignal, Show } from 'solid-js'
import { createStepUp } from '../../account/create-step-up.tsx'
import { failureText } from '../../account/failure-text.ts'
import { SessionList } from '../../account/session-list.tsx'
import { endSessions } from '../../account/sessions.ts'
import { syncStatus } from '../../sync/status.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { showToast } from '../../ui/toast.tsx'
import { ChangePassword } from './change-password.tsx'
import { FactorsSection } from './factors-section.tsx'
import { t } from './messages.ts'

/** The own password and where it let somebody in. Both are the server's: without a connection that is said. */
export function SecuritySection() {
  const [version, setVersion] = createSignal(0)
  const [changing, setChanging] = createSignal(false)
  const stepUp = createStepUp()
  const changed = () => setVersion((before) => before + 1)

  async function endOthers() {
    try {
      if (!(await stepUp.run(() => endSessions()))) return
      showToast({ text: t('othersEnded'), tone: 'positive' })
      changed()
    } catch (error) {
      showToast({ text: failureText(error), tone: 'danger' })
    }
  }

  return (
    <>
      <stepUp.Dialog />
      <Show when={syncStatus().offline}>
        <Banner tone="info" icon="offline" title={t('securityOffline')} />
      </Show>
      <Show
        when={changing()}
        fallback={<Button onClick={() => setChanging(true)}>{t('changePassword')}</Button>}
      >
        <ChangePassword
          onChanged={() => {
            setChanging(false)
            changed()
          }}
        />
      </Show>
      <FactorsSection onChanged={changed} />
      <SessionList version={version()} />
      <Button icon="sign-out" disabled={syncStatus().offline} onClick={() => void endOthers()}>
        {t('endAllOthers')}
      </Button>
    </>
  )
}
