import { Show } from 'solid-js'
import { Banner } from '../ui/banner.tsx'
import { StatusBadge } from '../ui/status-badge.tsx'
import { t } from './deletion-messages.ts'

type Markable = { readonly pendingDeletion?: boolean | undefined }

/** Says of a record that is shown or edited that somebody asked for its deletion; nothing where nobody did. */
export function DeletionAsked(props: { of: Markable }) {
  return (
    <Show when={props.of.pendingDeletion}>
      <Banner tone="warning" icon="trash" title={t('asked')}>
        {t('stays')}
      </Banner>
    </Show>
  )
}

/** The same in a list. */
export function DeletionAskedBadge(props: { of: Markable }) {
  return (
    <Show when={props.of.pendingDeletion}>
      <StatusBadge tone="warning" icon="trash" label={t('askedShort')} plain />
    </Show>
  )
}
