import type { Condition, Equipment, EquipmentStatus } from '../../../shared/collections/equipment.ts'
import { EQUIPMENT_STATUSES } from '../../../shared/collections/equipment.ts'
import { haystackOf, matchScore, searchWords, sortKey } from './search-text.ts'

type OneOrMore<T> = T | readonly T[]

export interface CatalogueFilters {
  readonly status?: OneOrMore<EquipmentStatus> | undefined
  readonly categoryId?: OneOrMore<string> | undefined
  /** Where it is now, or where it belongs while it is nowhere else. */
  readonly locationId?: OneOrMore<string> | undefined
  readonly teamId?: OneOrMore<string> | undefined
  readonly holderId?: OneOrMore<string> | undefined
  readonly condition?: OneOrMore<Condition> | undefined
  readonly kind?: OneOrMore<'serialized' | 'bulk'> | undefined
  readonly overdue?: boolean | undefined
  readonly pendingDeletion?: boolean | undefined
}

interface Entry {
  thing: Equipment
  haystack: string
  key: string
}

/** The whole catalogue in memory: by id, by tag code, in order, and as text to search. */
export interface CatalogueIndex {
  readonly size: number
  /** Takes things in or anew; `undefined` takes one out. */
  apply(changes: ReadonlyMap<string, Equipment | undefined>, holderName: (id: string) => string): void
  /** Things whose holder's name changed are found by the new one. */
  rename(holderIds: ReadonlySet<string>, holderName: (id: string) => string): void
  get(id: string): Equipment | undefined
  byTag(code: string): readonly Equipment[]
  search(text: string, filters: CatalogueFilters, now: string): readonly Equipment[]
  countByStatus(): Record<EquipmentStatus, number>
}

export function createCatalogueIndex(): CatalogueIndex {
  const entries = new Map<string, Entry>()
  const tags = new Map<string, Set<string>>()
  let sorted: Entry[] = []
  let disordered = false

  function untag(thing: Equipment) {
    if (thing.tagCode === undefined) return
    const ids = tags.get(thing.tagCode)
    ids?.delete(thing.id)
    if (ids?.size === 0) tags.delete(thing.tagCode)
  }

  function put(thing: Equipment, holderName: (id: string) => string) {
    const before = entries.get(thing.id)
    const haystack = haystackOf(thing, thing.holderId === undefined ? '' : holderName(thing.holderId))
    if (thing.tagCode !== before?.thing.tagCode || !before) {
      if (before) untag(before.thing)
      if (thing.tagCode !== undefined) {
        const ids = tags.get(thing.tagCode)
        if (ids) ids.add(thing.id)
        else tags.set(thing.tagCode, new Set([thing.id]))
      }
    }
    if (before) {
      if (before.thing.name !== thing.name || before.thing.tagCode !== thing.tagCode) {
        before.key = sortKey(thing)
        disordered = true
      }
      before.thing = thing
      before.haystack = haystack
      return
    }
    const entry = { thing, haystack, key: sortKey(thing) }
    entries.set(thing.id, entry)
    sorted.push(entry)
    disordered = true
  }

  function inOrder(): readonly Entry[] {
    if (disordered) sorted.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    disordered = false
    return sorted
  }

  return {
    get size() {
      return entries.size
    },
    apply(changes, holderName) {
      let removed = false
      for (const [id, thing] of changes) {
        const before = entries.get(id)
        if (thing) put(thing, holderName)
        else if (before) {
          untag(before.thing)
          entries.delete(id)
          removed = true
        }
      }
      if (removed) sorted = sorted.filter((entry) => entries.get(entry.thing.id) === entry)
    },
    rename(holderIds, holderName) {
      for (const entry of entries.values()) {
        const { holderId } = entry.thing
        if (holderId !== undefined && holderIds.has(holderId))
          entry.haystack = haystackOf(entry.thing, holderName(holderId))
      }
    },
    get: (id) => entries.get(id)?.thing,
    byTag: (code) => [...(tags.get(code) ?? [])].flatMap((id) => entries.get(id)?.thing ?? []),
    search(text, filters, now) {
      const words = searchWords(text)
      const passes = filterOf(filters, now)
      if (words.length === 0) {
        const all: Equipment[] = []
        for (const { thing } of inOrder()) if (passes(thing)) all.push(thing)
        return all
      }
      const ranked = new Map<number, Equipment[]>()
      for (const { thing, haystack } of inOrder()) {
        const score = matchScore(haystack, words)
        if (score === 0 || !passes(thing)) continue
        const same = ranked.get(score)
        if (same) same.push(thing)
        else ranked.set(score, [thing])
      }
      return [...ranked.entries()].sort(([a], [b]) => b - a).flatMap(([, things]) => things)
    },
    countByStatus() {
      const counts = { available: 0, checked_out: 0, in_maintenance: 0, lost: 0, retired: 0 }
      for (const { thing } of entries.values())
        if (EQUIPMENT_STATUSES.includes(thing.status)) counts[thing.status] += 1
      return counts
    },
  }
}

function oneOf<T>(wanted: OneOrMore<T> | undefined): ((value: T | undefined) => boolean) | undefined {
  if (wanted === undefined) return undefined
  const all: readonly unknown[] = Array.isArray(wanted) ? wanted : [wanted]
  return (value) => value !== undefined && all.includes(value)
}

/** @param now ISO 8601 instant */
function filterOf(filters: CatalogueFilters, now: string): (thing: Equipment) => boolean {
  const tests: ((thing: Equipment) => boolean)[] = []
  const add = <T>(wanted: OneOrMore<T> | undefined, value: (thing: Equipment) => T | undefined) => {
    const test = oneOf(wanted)
    if (test) tests.push((thing) => test(value(thing)))
  }
  add(filters.status, (thing) => thing.status)
  add(filters.categoryId, (thing) => thing.categoryId)
  add(
    filters.locationId,
    (thing) => thing.locationId ?? (thing.status === 'available' ? thing.homeLocationId : undefined),
  )
  add(filters.teamId, (thing) => thing.teamId)
  add(filters.holderId, (thing) => thing.holderId)
  add(filters.condition, (thing) => thing.condition)
  add(filters.kind, (thing) => thing.kind)
  const { overdue, pendingDeletion } = filters
  if (overdue !== undefined) tests.push((thing) => isOverdue(thing, now) === overdue)
  if (pendingDeletion !== undefined)
    tests.push((thing) => (thing.pendingDeletion ?? false) === pendingDeletion)
  return (thing) => tests.every((test) => test(thing))
}

/** Out past its due date. @param now ISO 8601 instant */
export function isOverdue(thing: Equipment, now: string): boolean {
  return thing.status === 'checked_out' && thing.dueAt !== undefined && thing.dueAt < now
}
