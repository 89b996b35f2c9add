import { useNavigate } from '@solidjs/router'
import { Show } from 'solid-js'
import { who } from '../../app/who.ts'
import { t as core } from '../../i18n/core.ts'
import { formatDateTime } from '../../i18n/format.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { t } from './messages.ts'
import { QrPicture } from './qr-picture.tsx'
import type { EnrolCode } from './stations.ts'

/** The code by which a browser becomes the station: to scan, to type, or to use right here. */
export function CodeDialog(props: { code: EnrolCode | undefined; onClose: () => void }) {
  const navigate = useNavigate()
  const path = (code: string) =>
    `/enrol#${new URLSearchParams({ school: who()?.tenant ?? '', code }).toString()}`
  return (
    <Dialog
      open={props.code !== undefined}
      onClose={props.onClose}
      firm
      title={t('codeTitle')}
      actions={
        <>
          <Show when={props.code}>
            {(made) => <Button onClick={() => navigate(path(made().code))}>{t('thisDevice')}</Button>}
          </Show>
          <Button kind="primary" onClick={props.onClose}>
            {core('action.close')}
          </Button>
        </>
      }
    >
      <Show when={props.code}>
        {(made) => (
          <div class="grid justify-items-center gap-4">
            <p>{t('codeHint', { time: formatDateTime(made().expiresAt) })}</p>
            <QrPicture text={`${window.location.origin}${path(made().code)}`} label={t('codeTitle')} />
            <p class="code text-title" data-code>
              {made().code}
            </p>
            <p class="text-note text-muted">{t('codeTyped', { address: `${window.location.host}/enrol` })}</p>
          </div>
        )}
      </Show>
    </Dialog>
  )
}
