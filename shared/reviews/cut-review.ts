import { hiddenFields, type Subject } from '../access.ts'
import { type AnyDocument, type Definition, typed } from '../collections/definition.ts'
import { type Review, reviews } from '../collections/reviews.ts'
import { isJsonObject, isWithinDepth, type Json, MAX_JSON_DEPTH } from '../json.ts'
import {
  ownWords,
  seenDecision,
  seenVersion,
  type VersionReader,
  versionReader,
  withoutValues,
} from './cut-version.ts'
import { LEDGER } from './ledger-entry.ts'

/** Every collection, by its name. */
export type Definitions = ReadonlyMap<string, Definition>

/** Kinds whose device version, where it was written on no base, is the stored document with what its author said in it. */
const OF_STORED: readonly Review['kind'][] = ['overwritten', 'duplicate-tag']

/**
 * A review without what of the documents that it is about the reader may not read now [P6]: who filed it, or wrote a side, could
 * read other things then. Fields that are hidden from the role are in no version and in no decision. Of a document out of the
 * reader's sight an author keeps the own words, and nobody what others said.
 */
export function cutReview<D extends AnyDocument>(whole: D, subject: Subject, definitions: Definitions): D {
  const review = typed(reviews, whole)
  const about = definitions.get(review.collection)
  const reader = versionReader(subject, about)
  const entryReader = versionReader(subject, definitions.get(LEDGER))
  const isEntry = (version: Json) =>
    isJsonObject(version) && (review.transactionIds?.some((id) => id === version.id) ?? false)
  const of = (version: Json): VersionReader => (isEntry(version) ? entryReader : reader)
  const base = opened(review.base)
  const said = OF_STORED.includes(review.kind) ? (review.fields ?? []) : undefined
  const isAuthor = review.authorId === subject.userId
  // What an author sends brings nothing into the author's own sight, be it as what was known before.
  const versions = [opened(review.server), ...(isAuthor ? [] : [opened(review.device), base])]
  const document = versions.find((version) => version !== undefined && !isEntry(version))
  const seen = (version: Json) => seenVersion(of(version), version)
  const sent = (version: Json) => {
    if (!isAuthor) return seen(version)
    return seen(version) ?? talk(ownWords(of(version), version, base, said), base, subject, definitions)
  }
  const cut = {
    base: cutAt(review.base, seen),
    device: cutAt(review.device, sent),
    server: cutAt(review.server, seen),
    fields: review.fields?.filter((name) => !reader.hidden.includes(name)),
    reason: reasonSeen(review.reason, reader.hidden),
    decisions: listOf(review.decisions, (decision) => seenDecision(reader, decision, document)),
    resolution:
      review.resolution === undefined ? undefined : seenDecision(reader, review.resolution, document),
  }
  const left: D = { ...whole, ...cut }
  for (const [field, value] of Object.entries(cut))
    if (value === undefined) Reflect.deleteProperty(left, field)
  return left
}

/** A version as it was sent, also where no column could hold its text. What only looks like such a text is as it was sent. */
function opened(version: Json | undefined): Json | undefined {
  if (!isText(version)) return version
  try {
    const sent: Json = JSON.parse(version.json)
    return isWithinDepth(sent, MAX_JSON_DEPTH) ? sent : version
  } catch {
    return version
  }
}

function isText(version: Json | undefined): version is { readonly json: string } {
  return isJsonObject(version) && typeof version.json === 'string' && Object.keys(version).length === 1
}

/** A version as it is seen, in the form in which it is kept. */
function cutAt(kept: Json | undefined, seen: (version: Json) => Json | undefined): Json | undefined {
  const version = opened(kept)
  if (version === undefined) return undefined
  const left = seen(version)
  if (left === version) return kept
  return isText(kept) && left !== undefined ? { json: JSON.stringify(left) } : left
}

/** Which fields lost: where a reader gets no value, none was lost for it. */
function reasonSeen(reason: Json | undefined, hidden: readonly string[]): Json | undefined {
  if (!isJsonObject(reason) || !Array.isArray(reason.lost)) return reason
  const lost = reason.lost.flatMap((entry: Json): Json[] => {
    if (!isJsonObject(entry) || !Array.isArray(entry.fields)) return [entry]
    const fields = entry.fields.filter((name: Json) => !hidden.some((one) => one === name))
    return fields.length === 0 ? [] : [{ ...entry, fields }]
  })
  return { ...reason, lost }
}

function listOf(value: Json | undefined, map: (entry: Json) => Json): Json | undefined {
  return Array.isArray(value) ? value.map(map) : value
}

/**
 * Of decisions that were refused as a write, those that their author made. What the other review is about is not known here:
 * they hold nothing that the role may not read anywhere.
 */
function talk(version: Json, base: Json | undefined, subject: Subject, definitions: Definitions): Json {
  if (!isJsonObject(version) || !Array.isArray(version.decisions)) return version
  const hidden = [...definitions.values()].flatMap((one) => hiddenFields(one, { role: subject.role }))
  const known = isJsonObject(base) && Array.isArray(base.decisions) ? base.decisions.map(idOf) : []
  const own = version.decisions.filter((entry: Json) => !known.includes(idOf(entry)))
  return {
    ...version,
    decisions: own.map((entry: Json) => (isJsonObject(entry) ? withoutValues(entry, hidden) : entry)),
  }
}

function idOf(entry: Json): Json | undefined {
  return isJsonObject(entry) ? entry.id : undefined
}
