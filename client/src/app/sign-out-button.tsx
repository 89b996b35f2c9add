import { useNavigate } from '@solidjs/router'
import { createResource, createSignal, Show } from 'solid-js'
import { localDatabase } from '../db/current.ts'
import { forgetDrafts } from '../forms/kept-draft.ts'
import { t as core } from '../i18n/core.ts'
import { importChanges } from '../import/import-runs.ts'
import { importsLeft } from '../import/imports-left.ts'
import { exportUnsent, signOut, UnsentWorkError } from '../sync/sign-out.ts'
import { syncNow, syncStatus } from '../sync/status.ts'
import { Banner } from '../ui/banner.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { offerDownload } from '../ui/offer-download.ts'
import { showToast } from '../ui/toast.tsx'
import { ImportsLeftNotice } from './imports-left.tsx'
import { t } from './messages.ts'
import { who } from './who.ts'

/**
 * Signs out of this device. With unsent work it is sent first, or saved as a file: it is never lost [D6]. So it is with what is
 * left of an import.
 */
export function SignOutButton() {
  const navigate = useNavigate()
  const [open, setOpen] = createSignal(false)
  const [busy, setBusy] = createSignal(false)
  const [failed, setFailed] = createSignal(false)
  const unsent = () => syncStatus().unsent
  const [imports, { refetch }] = createResource(
    () => open() && { changes: importChanges() },
    async () => {
      const name = localDatabase()?.name
      return name === undefined ? undefined : importsLeft(name)
    },
  )
  const unfinished = () => (imports.latest?.unfinished ?? []).length
  const free = () => unsent() === 0 && unfinished() === 0
  const title = () => {
    if (unsent() > 0) return t('unsentTitle', { count: unsent() })
    return unfinished() > 0 ? t('importTitle') : t('signOutTitle')
  }

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
      if (error instanceof UnsentWorkError) await refetch()
      else {
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
        title={title()}
        actions={
          <>
            <Button onClick={() => setOpen(false)}>{core('action.cancel')}</Button>
            <Show when={free()}>
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
          <Show when={unsent() > 0}>
            <p>{t('unsentHint')}</p>
          </Show>
          <Show when={free()}>
            <p>{t('signOutHint')}</p>
          </Show>
          <Show when={imports.latest}>
            {(left) => <ImportsLeftNotice left={left()} onLeave={() => setOpen(false)} />}
          </Show>
          <Show when={unsent() > 0}>
            <Button icon="sending" wide onClick={syncNow}>
              {t('trySync')}
            </Button>
          </Show>
          <Show when={!free()}>
            <Button kind="danger" icon="export" wide busy={busy()} onClick={() => void leave(true)}>
              {t('exportAndSignOut')}
            </Button>
          </Show>
        </div>
      </Dialog>
    </>
  )
}
