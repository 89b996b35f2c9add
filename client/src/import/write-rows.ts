import type { AnyDocument, Definition } from '../../../shared/collections/definition.ts'
import { sameJson } from '../../../shared/json.ts'
import { toWire } from '../../../shared/json-schema.ts'
import { type CollectionName, registry } from '../../../shared/registry.ts'
import { normalizeDocument, validateDocument } from '../../../shared/validate.ts'
import type { LocalDatabase } from '../db/local-database.ts'
import { type RawDocument, rawDocuments, withoutRaw } from '../db/raw-documents.ts'
import { type Change, saveLocal } from '../db/save-local.ts'
import { withGroupStamps } from '../db/write.ts'
import type { PlannedWrite } from './import-record.ts'
import type { RowIssue } from './row-issue.ts'

export type WriteResult = 'created' | 'updated' | 'unchanged' | RowIssue

/** Lists and maps to which an update adds; what it does not name stays. */
const lists = new Set(['teamIds', 'tags'])
const maps = new Set(['custom', 'sizes'])

/** What an update makes of a record's fields. */
export function updatedFields(
  current: Readonly<Record<string, unknown>>,
  fields: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const next: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(fields)) {
    const before = current[name]
    if (lists.has(name) && Array.isArray(value))
      next[name] = [...new Set([...(Array.isArray(before) ? before : []), ...value])]
    else if (maps.has(name) && isMap(value)) next[name] = { ...(isMap(before) ? before : {}), ...value }
    else next[name] = value
  }
  if (Array.isArray(next.tags)) next.tags.sort()
  return next
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The values that the updates of a chunk replace, to be noted before they are written. */
export async function withBefore(
  database: LocalDatabase,
  collection: CollectionName,
  writes: readonly PlannedWrite[],
): Promise<readonly PlannedWrite[]> {
  const updates = writes.filter((write) => write.action === 'update' && !write.before)
  if (updates.length === 0) return writes
  const current = await rawDocuments(
    database.collections[collection],
    updates.map((write) => write.id),
  )
  return writes.map((write) => {
    const document = liveDocument(collection, current.get(write.id))
    if (write.action !== 'update' || write.before || !document) return write
    const names = Object.keys(write.fields).filter((name) => document[name] !== undefined)
    return {
      ...write,
      before: {
        stamp: document.stamp,
        fields: Object.fromEntries(names.map((name) => [name, document[name]])),
      },
    }
  })
}

export function liveDocument(
  collection: CollectionName,
  raw: RawDocument | undefined,
): AnyDocument | undefined {
  return raw && !raw._deleted ? toWire<AnyDocument>(registry[collection], withoutRaw(raw)) : undefined
}

/**
 * Writes one chunk by the way of every local write. Writing it twice changes nothing: a record that is there is not created
 * again, and one that was deleted since stays deleted.
 *
 * @param repeated whether a part of it may be written already
 * @throws StorageError where nothing of it is saved
 */
export async function writeRows(
  database: LocalDatabase,
  collection: CollectionName,
  writes: readonly PlannedWrite[],
  repeated: boolean,
): Promise<ReadonlyMap<string, WriteResult>> {
  const results = new Map<string, WriteResult>()
  const definition: Definition = registry[collection]
  const gone = repeated ? await deletedIds(database, collection, writes) : new Set<string>()
  const changes: Change[] = writes
    .filter((write) => !gone.has(write.id))
    .map((write) => ({
      collection,
      id: write.id,
      apply(current, stamp) {
        const made =
          write.action === 'create'
            ? created(definition, write, current, stamp)
            : updated(definition, write, current, stamp, repeated)
        results.set(write.id, made.result)
        return made.document
      },
    }))
  await saveLocal(database, changes.length === 0 ? [] : [changes])
  for (const id of gone) results.set(id, 'created')
  return results
}

async function deletedIds(
  database: LocalDatabase,
  collection: CollectionName,
  writes: readonly PlannedWrite[],
): Promise<Set<string>> {
  const ids = writes.filter((write) => write.action === 'create').map((write) => write.id)
  const found = await rawDocuments(database.collections[collection], ids)
  return new Set(ids.filter((id) => found.get(id)?._deleted === true))
}

interface Made {
  readonly document?: AnyDocument
  readonly result: WriteResult
}

function created(
  definition: Definition,
  write: PlannedWrite,
  current: AnyDocument | undefined,
  stamp: string,
): Made {
  if (current) return { result: 'created' }
  const start = definition.custodyField === undefined ? {} : { [definition.custodyField]: 'available' }
  const fields = { ...start, ...write.fields, id: write.id, stamp }
  return checked(definition, withGroupStamps(definition, undefined, fields), 'created')
}

function updated(
  definition: Definition,
  write: PlannedWrite,
  current: AnyDocument | undefined,
  stamp: string,
  repeated: boolean,
): Made {
  if (!current) return { result: { code: 'gone', severity: 'error' } }
  const fields = updatedFields(current, write.fields)
  if (Object.entries(fields).every(([name, value]) => sameJson(current[name], value))) {
    const written = repeated && write.before !== undefined && write.before.stamp !== current.stamp
    return { result: written ? 'updated' : 'unchanged' }
  }
  // It was written, or changed by somebody, after its former values were noted: theirs is the later word.
  if (repeated && write.before !== undefined && write.before.stamp !== current.stamp)
    return { result: { code: 'changed-meanwhile', severity: 'error' } }
  return checked(
    definition,
    withGroupStamps(definition, current, { ...current, ...fields, stamp }),
    'updated',
  )
}

function checked(definition: Definition, document: AnyDocument, result: 'created' | 'updated'): Made {
  const normal = normalizeDocument(definition, document)
  const [issue] = validateDocument(definition, normal)
  if (!issue) return { document: normal, result }
  const { code, field, limit } = issue
  return { result: { code, severity: 'error', field, ...(limit === undefined ? {} : { limit }) } }
}
