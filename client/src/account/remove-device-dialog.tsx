import { t } from './device-messages.ts'
import { type Device, revokeDevice } from './devices.ts'
import { RemovalDialog } from './removal-dialog.tsx'

/** Takes a device off its account, after saying what becomes of it. */
export function RemoveDeviceDialog(props: {
  device: Device | undefined
  called: (device: Device) => string
  onClose: () => void
  onRemoved: () => void
}) {
  const name = () => (props.device ? props.called(props.device) : '')

  async function remove() {
    if (props.device) await revokeDevice(props.device.id)
  }

  return (
    <RemovalDialog
      open={props.device !== undefined}
      title={t('removeTitle', { name: name() })}
      action={t('remove')}
      remove={remove}
      removed={t('removed', { name: name() })}
      onClose={props.onClose}
      onRemoved={props.onRemoved}
    >
      <p>{t('removeHint')}</p>
      <p class="text-muted">{t('removeOffline')}</p>
    </RemovalDialog>
  )
}
