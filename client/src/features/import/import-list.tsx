import { Key } from '@solid-primitives/keyed'
import { createResource, Show } from 'solid-js'
import { localDatabase } from '../../db/current.ts'
import { formatDateTime } from '../../i18n/format.ts'
import type { ImportRecord } from '../../import/import-record.ts'
import { importChanges, importStore } from '../../import/import-runs.ts'
import { ListRow } from '../../ui/list-row.tsx'
import { Panel } from '../../ui/panel.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { stateLook } from './import-state.ts'
import { t } from './run-messages.ts'

/** The imports of this device, newest first. */
export function ImportList() {
  const [records] = createResource(
    () => ({ database: localDatabase(), changes: importChanges() }),
    async ({ database }) => {
      if (!database) return []
      const store = await importStore()
      await store.dropAbandoned(database.stamps.now())
      return store.imports()
    },
  )
  return (
    <Panel title={t('past')} flush>
      <Show
        when={(records.latest ?? []).length > 0}
        fallback={
          <p class="px-4 py-3 text-muted">
            {t('noPast')}. {t('noPastHint')}
          </p>
        }
      >
        <ul class="divide-y divide-line">
          <Key each={records.latest ?? []} by="id">
            {(record) => <ImportRow record={record()} />}
          </Key>
        </ul>
      </Show>
    </Panel>
  )
}

function ImportRow(props: { record: ImportRecord }) {
  const counts = () => {
    const { written, rows, undone } = props.record
    if (undone) return t('undoResult', { ...undone })
    return [
      `${t('created')} ${written.created}`,
      ...(written.updated > 0 ? [`${t('updated')} ${written.updated}`] : []),
      ...(rows.refuse + written.failed > 0 ? [`${t('stayedOut')} ${rows.refuse + written.failed}`] : []),
    ].join(' · ')
  }
  return (
    <li>
      <ListRow
        href={`/import/${props.record.id}`}
        title={<bdi>{props.record.fileName}</bdi>}
        detail={`${t('byAt', { name: props.record.byName, when: formatDateTime(props.record.createdAt) })} · ${counts()}`}
        status={<StatusBadge plain {...stateLook(props.record)} />}
      />
    </li>
  )
}
