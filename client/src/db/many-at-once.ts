import type { getRxStorageDexie } from 'rxdb/plugins/storage-dexie'

type Settings = NonNullable<Parameters<typeof getRxStorageDexie>[0]>
type Opened = Parameters<NonNullable<Settings['onCreate']>>[0]
type Middleware = Parameters<Opened['use']>[0]
type Core = Parameters<Middleware['create']>[0]
type Table = ReturnType<Core['table']>
type GetMany = Parameters<Table['getMany']>[0]

/** Fewer are asked for one by one. */
const FEW = 8
/** So many keys between the first and the last one cost less to list than one document costs to ask for. */
const KEYS_FOR_EACH = 40
/** Of DBCoreRangeType, which is a constant of Dexie's declarations alone. */
const RANGE = 2

/**
 * Reads many documents by id without asking IndexedDB for each of them: first which keys there are between the least and the
 * greatest, then those that are there. Each question is a message to the browser's process and back, and what comes in at a
 * first sync is looked for four times and found never.
 */
export const manyAtOnce: Middleware = {
  stack: 'dbcore',
  name: 'many-at-once',
  create: (core) => ({
    ...core,
    table(name) {
      const table = core.table(name)
      return { ...table, getMany: (request) => getMany(table, request) }
    },
  }),
}

function getMany(table: Table, request: GetMany): ReturnType<Table['getMany']> {
  const { trans } = request
  const keys: readonly unknown[] = request.keys
  const { primaryKey } = table.schema
  if (keys.length < FEW || !primaryKey.extractKey || !keys.every((key) => typeof key === 'string'))
    return table.getMany(request)
  let [lower = '', upper = ''] = [keys[0], keys[0]]
  for (const key of keys) {
    if (key < lower) lower = key
    if (key > upper) upper = key
  }
  const limit = keys.length * KEYS_FOR_EACH
  const range = { type: RANGE, lower, upper }
  const query = { index: primaryKey, range }
  return table.query({ trans, values: false, limit, query }).then(({ result }) => {
    const present: readonly unknown[] = result
    // Beyond the limit there may be more of those that are wanted.
    if (present.length >= limit) return table.getMany(request)
    const there = new Set(present)
    const wanted = keys.filter((key) => there.has(key))
    if (wanted.length === 0) return keys.map(() => undefined)
    // Most of what lies between is wanted: it is read as it lies.
    const values =
      present.length < 2 * wanted.length
        ? table.query({ trans, values: true, query }).then((found) => byKey(table, found.result))
        : table.getMany({ ...request, keys: wanted }).then((found) => byKey(table, found))
    return values.then((found) => keys.map((key) => found.get(key)))
  })
}

/** By their own keys: what is written between the two questions moves nothing to another's place. */
function byKey(table: Table, values: readonly unknown[]): ReadonlyMap<unknown, unknown> {
  const keyOf = table.schema.primaryKey.extractKey
  return new Map(values.flatMap((value) => (value === undefined ? [] : [[keyOf?.(value), value] as const])))
}
