import { laterStamp, maxStamp, parseStamp } from './clock.ts'
import {
  type AnyDocument,
  type Definition,
  fieldEntries,
  type Group,
  perDefinition,
} from './collections/definition.ts'
import { sameJson } from './json.ts'
import { isBlank, type MergeFields, mergeFieldsOf } from './merge-document/contents.ts'
import { sameEncoded } from './merge-document/heads.ts'
import { encodedGroup } from './merge-document/limits.ts'
import type { Lost, MergeTask } from './merge-document/merge-task.ts'

/**
 * Stamp of each field's last writer [C4]. The key '' stands for every field that is not named, so that a document that was
 * written once carries one stamp.
 */
export type FieldStamps = Readonly<Record<string, string>>

export function fieldStamp(stamps: FieldStamps, field: string): string {
  return stamps[field] ?? stamps[''] ?? ''
}

export interface Versions {
  /** What the sender last knew as stored; undefined where it knew nothing. */
  readonly base: AnyDocument | undefined
  readonly stored: AnyDocument
  readonly stamps: FieldStamps
  /** The sender's version, normalized, its `stamp` later than all that this sender wrote before. */
  readonly sent: AnyDocument
  /** `sent` is another record of the same thing: what its device wrote before was not of this one. */
  readonly joins?: boolean
  /**
   * Until when the sender's device also wrote to another of the records that became this thing: what it wrote up to then may
   * have been of that one, which its base of this one does not show [S5].
   */
  readonly wroteToOtherUntil?: string
  /**
   * The sender is no device: it makes no encoded documents, so that what it brings first gets its document here [A1], and its base was
   * read for this very write, so that nothing that was stored since is its own [C4].
   */
  readonly undocumented?: boolean
  /** Fields that the sender cannot know (role, schema version): they keep what is stored [P3]. */
  readonly unknown?: ReadonlySet<string>
}

/** A value that did not become the stored one and is kept in a review. */
export interface Loser {
  readonly fields: readonly string[]
  readonly group: string
  readonly policy: Group['policy']
  /** Whose value lost: the sender's or the one stored before. */
  readonly side: 'device' | 'server'
}

export interface Merged {
  readonly document: AnyDocument
  readonly stamps: FieldStamps
  /** Fields whose stored value changes; empty: nothing is written. */
  readonly changed: readonly string[]
  readonly losers: readonly Loser[]
}

/**
 * Merges the documents of a group whose policy is `merge`. It is handed in: the library that does it is loaded where it is
 * needed, and the server asks it outside of the request's thread.
 */
export type ResolveMerge = (task: MergeTask) => {
  readonly fields: MergeFields
  readonly lost: readonly Lost[]
}

/**
 * The one merge, by which the server decides. Pure; three-way by field, by the policies of the
 * definition's groups. Deletions and ledgers are not its matter: `stored` and `sent` are live documents.
 */
export function merge(definition: Definition, versions: Versions, resolve?: ResolveMerge): Merged {
  const result: Result = {
    document: { ...versions.stored },
    stamps: { ...versions.stamps },
    changed: [],
    losers: [],
  }
  for (const [name, group] of Object.entries(definition.groups)) {
    const fields = fieldsOf(definition, name).filter((field) => !versions.unknown?.has(field))
    if (group.policy === 'server-wins') mergeByField(fields, name, group, versions, result)
    else if (group.policy === 'last-write-wins') mergeAsOne(fields, name, group, versions, result)
    else if (group.policy === 'merge') mergeContents(definition, name, group, versions, result, resolve)
  }
  if (result.changed.length > 0) result.document.stamp = maxStamp(versions.stored.stamp, versions.sent.stamp)
  return result
}

interface Result {
  document: { id: string; stamp: string; [field: string]: unknown }
  stamps: Record<string, string>
  changed: string[]
  losers: Loser[]
}

/** Fields of a group that a sender may set. */
export function fieldsOf(definition: Definition, group: string): readonly string[] {
  return fieldsByGroup(definition).get(group) ?? []
}

const fieldsByGroup = perDefinition<ReadonlyMap<string, readonly string[]>>((definition) => {
  const ofGroup = (group: string) =>
    fieldEntries(definition)
      .filter(([, field]) => field.group === group && !field.server)
      .map(([name]) => name)
  return new Map(Object.keys(definition.groups).map((group) => [group, ofGroup(group)]))
})

function take(result: Result, field: string, value: unknown, stamp: string) {
  if (sameJson(result.document[field], value)) return
  if (value === undefined) Reflect.deleteProperty(result.document, field)
  else result.document[field] = value
  result.stamps[field] = stamp
  result.changed.push(field)
}

/** Whether the stored value was last written by the sender's own device, earlier than this write [C4]. */
function ownEarlierWrite(versions: Versions, field: string): boolean {
  const { stamps, sent, joins, undocumented, wroteToOtherUntil } = versions
  if (joins || undocumented) return false
  const last = fieldStamp(stamps, field)
  if (wroteToOtherUntil !== undefined && !laterStamp(last, wroteToOtherUntil)) return false
  return laterStamp(sent.stamp, last) && parseStamp(last)?.deviceId === parseStamp(sent.stamp)?.deviceId
}

function mergeByField(fields: string[], name: string, group: Group, versions: Versions, result: Result) {
  const { base, stored, sent } = versions
  const lost: string[] = []
  for (const field of fields) {
    if (sameJson(base?.[field], sent[field]) || sameJson(stored[field], sent[field])) continue
    if (sameJson(base?.[field], stored[field]) || ownEarlierWrite(versions, field)) {
      take(result, field, sent[field], sent.stamp)
    } else {
      lost.push(field)
    }
  }
  if (lost.length > 0) result.losers.push({ fields: lost, group: name, policy: group.policy, side: 'device' })
}

function mergeAsOne(fields: string[], name: string, group: Group, versions: Versions, result: Result) {
  const { base, stored, sent } = versions
  const same = (a: AnyDocument | undefined, b: AnyDocument) =>
    fields.every((field) => sameJson(a?.[field], b[field]))
  if (same(base, sent) || same(stored, sent)) return
  const stampOf = (document: AnyDocument) => groupStamp(group, document)
  const sentWins = same(base, stored) || laterStamp(stampOf(sent), stampOf(stored))
  const contents = fields.filter((field) => field !== group.stampField)
  const differing = contents.filter((field) => !sameJson(stored[field], sent[field]))
  const bothMoved = !same(base, stored)
  // The group's stamp tells its last writer, also where that one stated the same once more.
  const lastWritten = group.stampField === undefined ? differing : [group.stampField]
  const ownBefore = lastWritten.every((field) => ownEarlierWrite(versions, field))
  if (sentWins) for (const field of fields) take(result, field, sent[field], sent.stamp)
  const somethingLost = bothMoved && group.keepsLoser && differing.length > 0 && !(sentWins && ownBefore)
  const storedHadNone = sentWins && differing.every((field) => stored[field] === undefined)
  if (somethingLost && !storedHadNone) {
    result.losers.push({
      fields: differing,
      group: name,
      policy: group.policy,
      side: sentWins ? 'server' : 'device',
    })
  }
}

/** The stamp by which a last-write-wins group is decided. */
export function groupStamp(group: Group, document: AnyDocument): string {
  const own = group.stampField === undefined ? undefined : document[group.stampField]
  return typeof own === 'string' ? own : ''
}

function mergeContents(
  definition: Definition,
  name: string,
  group: Group,
  versions: Versions,
  result: Result,
  resolve: ResolveMerge | undefined,
) {
  const change = contentsChange(definition, versions)
  if (!change) return
  const task = taskOf(change, versions)
  if (task && !resolve) throw new Error(`What merges ${definition.name}.${name} was not handed in.`)
  const { fields, lost } = (task && resolve?.(task)) ?? { fields: change.sent, lost: [] }
  const values: Readonly<Record<string, unknown>> = { ...fields }
  for (const field of fieldsOf(definition, name)) take(result, field, values[field], versions.sent.stamp)
  for (const side of ['device', 'server'] as const) {
    const losing = lost.filter((loser) => loser.side === side).map(({ field }) => field)
    if (losing.length > 0) result.losers.push({ fields: losing, group: name, policy: group.policy, side })
  }
}

/**
 * What has to be merged of a group that has an encoded document. Undefined where the sender changed nothing of it, and
 * where nothing is there yet but what was sent: its document is made when it is changed first, by whoever does it the same.
 */
export function mergeTask(definition: Definition, versions: Versions): MergeTask | undefined {
  const change = contentsChange(definition, versions)
  return change && taskOf(change, versions)
}

interface ContentsChange {
  readonly stored: MergeFields
  readonly base: MergeFields | undefined
  readonly sent: MergeFields
  readonly own: boolean
}

function contentsChange(definition: Definition, versions: Versions): ContentsChange | undefined {
  const { base, stored, sent, unknown } = versions
  const encoded = encodedGroup(definition)
  if (!encoded) return undefined
  const known = (document: AnyDocument) =>
    Object.fromEntries(Object.entries(document).filter(([field]) => !unknown?.has(field)))
  const differing = (from: AnyDocument | undefined) =>
    changedFields(definition, encoded.name, from, sent).some((field) => !unknown?.has(field))
  if (!differing(base)) return undefined
  const before = mergeFieldsOf(stored)
  if (!differing(stored)) return undefined
  const ownAlone = Object.keys(before).every((field) => ownEarlierWrite(versions, field))
  return {
    stored: before,
    base: base && mergeFieldsOf(known(base)),
    sent: mergeFieldsOf(known(sent)),
    own: before.merge === undefined && !isBlank(before) && ownAlone,
  }
}

function taskOf(
  change: ContentsChange,
  { sent, joins = false, undocumented = false }: Versions,
): MergeTask | undefined {
  const isFirst = change.sent.merge === undefined && isBlank(change.stored) && isBlank(change.base)
  if (isFirst && (!undocumented || isBlank(change.sent))) return undefined
  const by = { deviceId: parseStamp(sent.stamp)?.deviceId ?? '', stamp: sent.stamp }
  return { ...change, ...by, joins, ...(undocumented ? { exact: true } : {}) }
}

/** Fields by which a change of `sent` against `base` is a change of `group`. */
export function changedFields(
  definition: Definition,
  group: string,
  base: AnyDocument | undefined,
  sent: AnyDocument,
): string[] {
  const { encodedField } = definition.groups[group] ?? {}
  return fieldsOf(definition, group).filter((field) =>
    field === encodedField ? !sameEncoded(base?.[field], sent[field]) : !sameJson(base?.[field], sent[field]),
  )
}
