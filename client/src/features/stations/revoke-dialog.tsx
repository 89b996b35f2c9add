import { RemovalDialog } from '../../account/removal-dialog.tsx'
import { t } from './messages.ts'
import { revokeStation, type Station } from './stations.ts'

/** Takes a station back, after saying what becomes of it. */
export function RevokeDialog(props: {
  station: Station | undefined
  onClose: () => void
  onRemoved: () => void
}) {
  const name = () => props.station?.name ?? ''

  async function remove() {
    if (props.station) await revokeStation(props.station.id)
  }

  return (
    <RemovalDialog
      open={props.station !== undefined}
      title={t('removeTitle', { name: name() })}
      action={t('remove')}
      remove={remove}
      removed={t('removed', { name: name() })}
      onClose={props.onClose}
      onRemoved={props.onRemoved}
    >
      <p>{t('removeHint')}</p>
    </RemovalDialog>
  )
}
