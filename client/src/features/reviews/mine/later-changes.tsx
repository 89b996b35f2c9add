import { Key } from '@solid-primitives/keyed'
import { createMemo, createResource, Show } from 'solid-js'
import { sameJson } from '../../../../../shared/json.ts'
import type { PushRow } from '../../../../../shared/protocol.ts'
import type { CollectionName } from '../../../../../shared/registry.ts'
import { localDatabase } from '../../../db/current.ts'
import { keptRows } from '../../../db/kept-rows.ts'
import { createDocumentNames } from '../../../documents/document-name.ts'
import { sentSince } from '../../../sync/sent-log.ts'
import { TagPlate } from '../../../ui/tag-plate.tsx'
import type { createCurrent } from './create-current.ts'
import { deletedSince, documentKey } from './deleted-since.ts'
import { LostFields } from './lost-fields.tsx'
import { changedSince, type LostWrite, type Since } from './lost-writes.ts'
import { t } from './messages.ts'
import { untold } from './told-writes.ts'

const DAYS_MS = 14 * 86_400_000

/** This device's own backup [D11]: what was sent from here in the last two weeks and was changed or deleted since. */
export function LaterChanges(props: {
  current: ReturnType<typeof createCurrent>
  /** What reviews tell already. */
  told: readonly LostWrite[]
}) {
  const nameOf = createDocumentNames()
  // What is not sent yet comes last: it is newer than whatever was answered.
  const [rows] = createResource(localDatabase, async (database) => {
    const sent = await sentSince(database.side, database.stamps.now() - DAYS_MS)
    return [...sent, ...(await keptRows(database.name))]
  })
  const missing = createMemo(
    () => missingOf(rows() ?? [], props.current),
    new Map<CollectionName, readonly string[]>(),
    { equals: sameIds },
  )
  const [deleted] = createResource(
    () => {
      const database = localDatabase()
      return database && missing().size > 0 ? { database, documents: missing() } : undefined
    },
    ({ database, documents }) => deletedSince(database, documents),
  )
  const since: Since = {
    current: (collection, id) => props.current(collection, id),
    deleted: (collection, id) => deleted.latest?.has(documentKey(collection, id)) ?? false,
  }
  const changed = createMemo(() => untold(changedSince(rows() ?? [], since), props.told))
  return (
    <Show when={changed().length > 0}>
      <section class="grid gap-3" aria-labelledby="later">
        <div>
          <h2 id="later" class="narrow text-lead">
            {t('later')}
          </h2>
          <p class="text-muted">{t('laterHint')}</p>
        </div>
        <ul class="grid gap-3">
          <Key each={changed()} by={({ collection, documentId }) => documentKey(collection, documentId)}>
            {(lost) => {
              const name = () => nameOf(lost().collection, lost().documentId, lost().deleted)
              return (
                <li class="edge grid gap-2 rounded-md border-line bg-raised p-4">
                  <h3 class="flex flex-wrap items-center gap-2 font-semibold">
                    <Show when={name().code}>{(code) => <TagPlate code={code()} size="sm" />}</Show>
                    {name().title}
                  </h3>
                  <LostFields lost={lost()} current={props.current} name={name().code ?? name().title} />
                </li>
              )
            }}
          </Key>
        </ul>
      </section>
    </Show>
  )
}

function missingOf(
  rows: readonly { readonly collection: CollectionName; readonly row: PushRow }[],
  current: ReturnType<typeof createCurrent>,
): ReadonlyMap<CollectionName, readonly string[]> {
  const missing = new Map<CollectionName, Set<string>>()
  for (const { collection, row } of rows) {
    const { id } = row.newDocumentState
    if (current(collection, id)) continue
    const ids = missing.get(collection) ?? new Set()
    missing.set(collection, ids.add(id))
  }
  return new Map([...missing].map(([collection, ids]) => [collection, [...ids]]))
}

function sameIds(
  one: ReadonlyMap<string, readonly string[]>,
  other: ReadonlyMap<string, readonly string[]>,
): boolean {
  return sameJson(Object.fromEntries(one), Object.fromEntries(other))
}
