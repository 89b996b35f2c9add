import { collectionNames } from '../../../../shared/registry.ts'
import { t as documents } from '../../documents/messages.ts'
import { formatAge, formatNumber } from '../../i18n/format.ts'
import { syncStatus } from '../../sync/status.ts'
import { DataTable } from '../../ui/data-table.tsx'
import { Panel } from '../../ui/panel.tsx'
import { createDocumentCounts } from './create-document-counts.ts'
import { createNow } from './create-now.ts'
import { t } from './messages.ts'

/** What the device holds of each collection, and when it was last in step with the server. */
export function CollectionTable() {
  const count = createDocumentCounts()
  const now = createNow(10_000)
  const lastSync = (name: (typeof collectionNames)[number]) => {
    const at = syncStatus().collections.find((collection) => collection.name === name)?.lastSyncAt
    return at === undefined ? t('notYet') : formatAge(at, Math.max(now(), at))
  }
  return (
    <Panel title={t('collections')} flush>
      <DataTable
        caption={t('collections')}
        rows={collectionNames}
        keyOf={(name) => name}
        columns={[
          { label: t('collection'), cell: (name) => documents(`collection.${name}`) },
          { label: t('documents'), numeric: true, cell: (name) => <>{formatNumber(count(name))}</> },
          { label: t('lastSync'), numeric: true, cell: (name) => <>{lastSync(name)}</> },
        ]}
      />
    </Panel>
  )
}
