import { hiddenFields, mayRead, type Subject } from '../access.ts'
import type { Definition } from '../collections/definition.ts'
import { isJsonObject, type Json, type JsonObject, sameJson } from '../json.ts'

/** Who reads now, and of which collection what is read is. */
export interface VersionReader {
  readonly subject: Subject
  /** Undefined: of none that is known, and so out of everybody's sight. */
  readonly definition: Definition | undefined
  /** Fields that are hidden from the reader's role. */
  readonly hidden: readonly string[]
}

export function versionReader(subject: Subject, definition: Definition | undefined): VersionReader {
  return {
    subject,
    definition,
    hidden: definition ? hiddenFields(definition, { role: subject.role }) : [],
  }
}

/** A version without its hidden fields; undefined where the document, as it is there, is out of the reader's sight. */
export function seenVersion({ subject, definition, hidden }: VersionReader, version: Json): Json | undefined {
  if (!definition || !isJsonObject(version)) return undefined
  // What was refused may be anything, and not even be possible to make a text of.
  const document = { ...version, id: textOf(version.id), stamp: textOf(version.stamp) }
  return mayRead(definition, subject, document) ? without(version, hidden) : undefined
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : ''
}

/**
 * What of a version its author said: of a document out of sight, what differs from the base that it was written on.
 * @param said the only fields that are the author's own, where the rest was stored already
 */
export function ownWords(
  { hidden }: VersionReader,
  version: Json,
  base: Json | undefined,
  said: readonly string[] | undefined,
): Json {
  if (!isJsonObject(version)) return version
  const known = isJsonObject(base) ? base : undefined
  const copied = Object.keys(version).filter((name) => {
    if (name === 'id' || name === 'stamp' || name === '_deleted') return false
    return known ? sameJson(known[name], version[name]) : said !== undefined && !said.includes(name)
  })
  return without(version, [...hidden, ...copied])
}

/**
 * A decision without the values that the reader may not know. Those that others set stay where the document is in the reader's
 * sight with them; else that it was decided, how, and why in words is what it reads. What stood there when they were made is
 * nobody's but theirs.
 * @param about the document that the decision is about, as it was
 */
export function seenDecision(reader: VersionReader, decision: Json, about: Json | undefined): Json {
  if (!isJsonObject(decision)) return decision
  const { subject, hidden } = reader
  const { value } = decision
  const isOwn = decision.by === subject.userId
  const after = { ...(isJsonObject(about) ? about : {}), ...(isJsonObject(value) ? value : {}) }
  const isKept = isOwn || value === undefined || seenVersion(reader, after) !== undefined
  const kept = isOwn ? decision : without(decision, ['seen', ...(isKept ? [] : ['value'])])
  return withoutValues(kept, hidden)
}

/** A decision that sets and picks nothing of these fields. */
export function withoutValues(decision: JsonObject, hidden: readonly string[]): JsonObject {
  const seen: Record<string, Json> = { ...decision }
  for (const part of ['value', 'seen', 'fields']) {
    const values = decision[part]
    if (isJsonObject(values)) seen[part] = without(values, hidden)
  }
  return seen
}

function without(object: JsonObject, names: readonly string[]): JsonObject {
  if (!names.some((name) => Object.hasOwn(object, name))) return object
  return Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)))
}
