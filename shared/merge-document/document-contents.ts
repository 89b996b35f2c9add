import type { Handle } from './automerge.ts'
import type { Contents, CustomValue } from './contents.ts'
import { CUSTOM, NOTES, TAGS } from './first-change.ts'
import { splicesBetween } from './text-edits.ts'

const SHAPE = { notes: ['text', NOTES], tags: ['map', TAGS], custom: ['map', CUSTOM] } as const

/** What a document says; undefined where it is not of the one shape, or holds a value of another type. */
export function readContents(handle: Handle): Contents | undefined {
  const roots = handle.keys('_root')
  const ofShape = Object.entries(SHAPE).every(([name, [type, id]]) => {
    const found = handle.getAll('_root', name)
    return found.length === 1 && found[0]?.[0] === type && found[0][1] === id
  })
  if (!ofShape || roots.length !== Object.keys(SHAPE).length) return undefined
  const tags = handle.keys(TAGS)
  const tagged = tags.every((tag) => handle.getAll(TAGS, tag).every(([, value]) => value === true))
  if (!tagged) return undefined
  const custom = new Map<string, CustomValue>()
  for (const key of handle.keys(CUSTOM)) {
    const values = customValues(handle, key)
    const value = values?.at(-1)?.value
    if (value === undefined) return undefined
    custom.set(key, value)
  }
  return { notes: handle.text(NOTES), tags: tags.sort(), custom }
}

export interface CustomEntry {
  readonly value: CustomValue
  /** The change that wrote it, with its place in it. */
  readonly id: string
}

/** What stands under one key, the one that holds last; several where devices wrote it apart. Undefined: no value at all. */
export function customValues(handle: Handle, key: string): readonly CustomEntry[] | undefined {
  const entries: CustomEntry[] = []
  for (const [type, value, id] of handle.getAll(CUSTOM, key)) {
    if (type === 'text') entries.push({ value: handle.text(value), id: value })
    else if ((type === 'str' || type === 'boolean') && id !== undefined) entries.push({ value, id })
    else if ((type === 'int' || type === 'uint' || type === 'f64') && Number.isFinite(value))
      entries.push({ value, id })
    else return undefined
  }
  const winner = handle.getWithType(CUSTOM, key)
  const [, held] = winner ?? []
  const shown = winner?.[0] === 'text' && typeof held === 'string' ? handle.text(held) : held
  return entries.toSorted((a, b) => Number(a.value === shown) - Number(b.value === shown))
}

/** Makes a document say `to`, by as small a change as whole words, tags and keys allow. It is not committed. */
export function writeContents(handle: Handle, from: Contents, to: Contents): void {
  for (const { at, removed, inserted } of splicesBetween(from.notes, to.notes))
    handle.splice(NOTES, at, removed, inserted)
  for (const tag of from.tags) if (!to.tags.includes(tag)) handle.delete(TAGS, tag)
  for (const tag of to.tags) if (!from.tags.includes(tag)) handle.put(TAGS, tag, true)
  for (const key of from.custom.keys()) if (!to.custom.has(key)) handle.delete(CUSTOM, key)
  for (const [key, value] of to.custom) {
    if (from.custom.get(key) === value) continue
    if (typeof value === 'string') handle.put(CUSTOM, key, value, 'str')
    else if (typeof value === 'boolean') handle.put(CUSTOM, key, value)
    else handle.put(CUSTOM, key, value, Number.isSafeInteger(value) ? 'int' : 'f64')
  }
}
