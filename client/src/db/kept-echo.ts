import type { WireDocument } from '../../../shared/collections/definition.ts'
import { isJsonObject } from '../../../shared/json.ts'
import type { CollectionName } from '../../../shared/registry.ts'
import { entriesAt } from './journal.ts'
import { requested, type SideStore } from './side-store.ts'
import { toUnderwayRow, underwayKey } from './underway-row.ts'
import { valuesAt } from './values-at.ts'

export function echoKey(collection: string, id: string): string {
  return `echo/${collection}/${id}`
}

/**
 * Keeps those of the pulled documents that are the server's state of a write which is unsent or under way. RxDB passes over them
 * until the write is answered, and no later pull brings them: the page or the worker may end before the answer comes. One that is
 * still unsent comes where another collection's row told the server the same: that of a check-out what the thing says since.
 * Resolves to them.
 */
export async function keepEchoes(
  side: SideStore,
  collection: CollectionName,
  pulled: readonly WireDocument[],
): Promise<readonly WireDocument[]> {
  if (pulled.length === 0) return []
  const echoes = await side.read(['state', 'journal'], async (store) => {
    const documents = pulled.map(({ id }) => ({ collection, id }))
    const unsent = await entriesAt(store('journal'), documents)
    const underway = await valuesAt(store('state'), documents.map(underwayKey))
    return pulled.filter(
      ({ stamp }, at) =>
        unsent[at]?.stamp === stamp || toUnderwayRow(underway[at])?.row.newDocumentState.stamp === stamp,
    )
  })
  if (echoes.length === 0) return []
  try {
    await side.write(['state'], (store) => {
      for (const echo of echoes) store('state').put(echo, echoKey(collection, echo.id))
    })
  } catch (error) {
    // Where nothing more can be stored, this run still has them.
    console.warn('What the server made of a write could not be kept.', error)
  }
  return echoes
}

export async function keptEchoes(
  side: SideStore,
  collection: CollectionName,
): Promise<readonly WireDocument[]> {
  const range = IDBKeyRange.bound(`echo/${collection}/`, `echo/${collection}0`, false, true)
  const kept = await side.read(['state'], (store) => requested<unknown[]>(store('state').getAll(range)))
  return kept.flatMap((value) => toEcho(value) ?? [])
}

/** Of these states and earlier ones: a later one may have been kept meanwhile. */
export async function forgetEchoes(
  side: SideStore,
  collection: CollectionName,
  states: readonly Pick<WireDocument, 'id' | 'stamp'>[],
): Promise<void> {
  if (states.length === 0) return
  await side.write(['state'], async (store) => {
    const keys = states.map(({ id }) => echoKey(collection, id))
    const found = await valuesAt(store('state'), keys)
    for (const [at, { id, stamp }] of states.entries()) {
      const kept = toEcho(found[at])
      if (kept && kept.stamp <= stamp) store('state').delete(echoKey(collection, id))
    }
  })
}

function toEcho(value: unknown): WireDocument | undefined {
  if (!isJsonObject(value)) return undefined
  const { id, stamp, _deleted } = value
  if (typeof id !== 'string' || typeof stamp !== 'string' || typeof _deleted !== 'boolean') return undefined
  return { ...value, id, stamp, _deleted }
}
