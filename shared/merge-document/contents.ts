import { isJsonObject, sameJson } from '../json.ts'

export type CustomValue = string | number | boolean

/** What a merge document says, whole: its projection, without the absences that a document's fields have. */
export interface Contents {
  readonly notes: string
  /** Sorted, each once. */
  readonly tags: readonly string[]
  readonly custom: ReadonlyMap<string, CustomValue>
}

/** The fields of a merge group: the encoded document, and its projection where it is not empty. */
export interface MergeFields {
  readonly merge?: string
  readonly notes?: string
  readonly tags?: readonly string[]
  readonly custom?: Readonly<Record<string, CustomValue>>
}

export const EMPTY: Contents = { notes: '', tags: [], custom: new Map() }

/** The fields of a document that carries more than they. What is not of their types counts as absent. */
export function mergeFieldsOf(document: Readonly<Record<string, unknown>> | undefined): MergeFields {
  const { merge, notes, tags, custom } = document ?? {}
  return {
    ...(typeof merge === 'string' && merge !== '' ? { merge } : {}),
    ...(typeof notes === 'string' && notes !== '' ? { notes } : {}),
    ...(Array.isArray(tags) && tags.length > 0
      ? { tags: tags.filter((tag) => typeof tag === 'string') }
      : {}),
    ...(isJsonObject(custom) && Object.keys(custom).length > 0
      ? { custom: Object.fromEntries(Object.entries(custom).flatMap(([key, value]) => entry(key, value))) }
      : {}),
  }
}

function entry(key: string, value: unknown): [string, CustomValue][] {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? [[key, value]]
    : []
}

/** No document, and nothing that one would say. */
export function isBlank(fields: MergeFields | undefined): boolean {
  return fields === undefined || Object.keys(fields).length === 0
}

export function contentsOf({ notes = '', tags = [], custom = {} }: MergeFields): Contents {
  return { notes, tags: [...new Set(tags)].sort(), custom: new Map(Object.entries(custom)) }
}

/** The projection as it is stored: empty parts are absent. */
export function projectionOf({ notes, tags, custom }: Contents): Omit<MergeFields, 'merge'> {
  return {
    ...(notes === '' ? {} : { notes }),
    ...(tags.length === 0 ? {} : { tags: [...tags].sort() }),
    ...(custom.size === 0
      ? {}
      : { custom: Object.fromEntries([...custom].sort(([a], [b]) => (a < b ? -1 : 1))) }),
  }
}

export function isEmpty({ notes, tags, custom }: Contents): boolean {
  return notes === '' && tags.length === 0 && custom.size === 0
}

export function sameContents(a: Contents, b: Contents): boolean {
  return sameJson(projectionOf(a), projectionOf(b))
}
