import { isJsonObject, sameJson } from '../../shared/json.ts'
import { fieldsOf } from '../../shared/merge.ts'
import { registry } from '../../shared/registry.ts'
import type { SavedWrite } from './saved-write.ts'

/** One thing that a write said, and by which any version of its document tells whether it still says so. */
export interface Trace {
  /** The field; of a note's word, a tag or a custom field with its own name. */
  readonly what: string
  /** Where the ledger, too, may hold it. */
  readonly group: 'plain' | 'condition' | 'status'
  in(version: Readonly<Record<string, unknown>>): boolean
}

type StoredAs = (sent: string) => readonly string[]

/** All that a write changed, against what its device showed before. */
export function tracesOf(write: SavedWrite, storedAs: StoredAs): readonly Trace[] {
  const { collection, before, after, known } = write
  if (after._deleted) return []
  const definition = registry[collection]
  return Object.entries(definition.groups).flatMap(([name, { policy, stampField }]): readonly Trace[] => {
    const changed = fieldsOf(definition, name).filter((field) => !sameJson(before?.[field], after[field]))
    if (changed.length === 0) return []
    if (policy === 'server-wins')
      return changed
        .filter((field) => !known || !sameJson(known[field], after[field]))
        .map((field) => equal(field, after[field]))
    if (policy === 'merge') return changed.flatMap((field) => contents(field, before?.[field], after[field]))
    if (policy === 'last-write-wins' && stampField !== undefined)
      return byStamp(name, stampField, write, storedAs)
    return []
  })
}

function equal(field: string, value: unknown): Trace {
  return { what: field, group: 'plain', in: (version) => sameJson(version[field], value) }
}

/** A group that moves as one is known by its stamp, as it was sent or as the server stores it. */
function byStamp(name: string, field: string, { before, after }: SavedWrite, storedAs: StoredAs): Trace[] {
  const stamp = after[field]
  if (typeof stamp !== 'string' || (before === undefined && stamp === '')) return []
  // [S1] To be made as available is no move.
  if (name === 'status' && before === undefined && after.status === 'available') return []
  const stamps = storedAs(stamp)
  const group = name === 'condition' ? 'condition' : 'status'
  return [{ what: name, group, in: (version) => stamps.some((one) => one === version[field]) }]
}

/** Of what is merged: each word, each tag and each custom field that was added. */
function contents(field: string, before: unknown, after: unknown): Trace[] {
  if (field === 'notes') {
    const known = wordsOf(before)
    return [...wordsOf(after)]
      .filter((word) => !known.has(word))
      .map((word) => ({ what: `note ${word}`, group: 'plain', in: ({ notes }) => wordsOf(notes).has(word) }))
  }
  if (Array.isArray(after)) {
    const known = new Set(Array.isArray(before) ? before : [])
    return after
      .filter((item) => !known.has(item))
      .map((item) => ({ what: `tag ${item}`, group: 'plain', in: (version) => listed(version[field], item) }))
  }
  if (!isJsonObject(after)) return []
  return Object.entries(after)
    .filter(([key, value]) => !(isJsonObject(before) && sameJson(before[key], value)))
    .map(([key, value]) => ({
      what: `custom field ${key}`,
      group: 'plain',
      in: (version) => {
        const custom = version[field]
        return isJsonObject(custom) && sameJson(custom[key], value)
      },
    }))
}

/** A word of the run; texts that two devices begin at once may stand side by side without a space. */
const WORD = /\(w\d+\)/g

export function wordsOf(text: unknown): ReadonlySet<string> {
  return new Set(typeof text === 'string' ? text.match(WORD) : [])
}

function listed(list: unknown, item: unknown): boolean {
  return Array.isArray(list) && list.includes(item)
}

/** Whether a version of a document, whatever it is, says what a trace says. */
export function says(trace: Trace, version: unknown): boolean {
  return isJsonObject(version) && trace.in(version)
}
