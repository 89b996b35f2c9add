import { Key } from '@solid-primitives/keyed'
import { createKeptList, type KeptSummary } from '../sync/kept-list.ts'
import { Banner } from '../ui/banner.tsx'
import { t } from './messages.ts'
import { SaveKeptButton } from './save-kept-button.tsx'

/** Whose unsent work this device keeps, how much, and what becomes of it [P7]. */
export function KeptWorkList(props: {
  /** Who signs in again sends it; the content is for them and for managers alone. */
  mayExport: (work: KeptSummary) => boolean
}) {
  const list = createKeptList()
  return (
    <Key each={list()} by="databaseName">
      {(work) => (
        <Banner
          tone={work().disabled ? 'warning' : 'info'}
          icon="saved"
          title={t('kept', { count: work().documents + work().requests, name: work().userName })}
          actions={props.mayExport(work()) ? <SaveKeptButton work={work()} /> : undefined}
        >
          {work().disabled ? t('disabled', { name: work().userName }) : t('waits', { name: work().userName })}
        </Banner>
      )}
    </Key>
  )
}
