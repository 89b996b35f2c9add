import { useNavigate } from '@solidjs/router'
import { createSignal, Show } from 'solid-js'
import { forgetDrafts } from '../forms/kept-draft.ts'
import { t as core } from '../i18n/core.ts'
import { exportUnsent, signOut, UnsentWorkError } from '../sync/session.ts'
import { syncNow, syncStatus } from '../sync/status.ts'
import { Banner } from '../ui/banner.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { offerDownload } from '../ui/offer-download.ts'
import { showToast } from '../ui/toast.tsx'
import { t } from './messages.ts'
import { who } from './who.ts'

/** Signs out of this device. With unsent work it is sent first, or saved as a file: it is never lost [D6]. */
export function SignOutButton() {
  const navigate = useNavigate()
  const [open, setOpen] = createSignal(false)
  const [busy, setBusy] = createSignal(false)
  const [failed, setFailed] = createSignal(false)
  const unsent = () => syncStatus().unsent

  async function leave(withFile: boolean) {
    setBusy(true)
    setFailed(false)
    const person = who()
    try {
      if (withFile) {
        const exported = await exportUnsent()
        offerDownload(exported)
        await signOut({ exported })
        showToast({ text: t('exported', { file: exported.fileName }), tone: 'positive', sticky: true })
      } else await signOut()
      if (person) forgetDrafts(person)
      navigate('/sign-in', { replace: true })
    } catch (error) {
      // Something was written in the meantime: the dialog shows the new count and asks again.
      if (!(error instanceof UnsentWorkError)) {
        console.error('Signing out failed.', error)
        setFailed(true)
      }
    } finally {
      setBusy(false)
    }
  }

  return (
    <>
      <Button icon="sign-out" onClick={() => setOpen(true)}>
        {t('signOut')}
      </Button>
      <Dialog
        open={open()}
        onClose={() => setOpen(false)}
        title={unsent() > 0 ? t('unsentTitle', { count: unsent() }) : t('signOutTitle')}
        actions={
          <>
            <Button onClick={() => setOpen(false)}>{core('action.cancel')}</Button>
            <Show when={unsent() === 0}>
              <Button kind="primary" busy={busy()} onClick={() => void leave(false)}>
                {t('signOut')}
              </Button>
            </Show>
          </>
        }
      >
        <div class="grid gap-3">
          <Show when={failed()}>
            <Banner tone="danger" title={t('signOutFailed')} urgent />
          </Show>
          <p>{unsent() > 0 ? t('unsentHint') : t('signOutHint')}</p>
          <Show when={unsent() > 0}>
            <Button icon="sending" wide onClick={syncNow}>
              {t('trySync')}
            </Button>
            <Button kind="danger" icon="export" wide busy={busy()} onClick={() => void leave(true)}>
              {t('exportAndSignOut')}
            </Button>
          </Show>
        </div>
      </Dialog>
    </>
  )
}
