import { hiddenFields, mayRead, type Subject, scopeOf, subjectValues } from '../../shared/access.ts'
import type { Definition } from '../../shared/collections/definition.ts'
import { blankTombstone } from '../../shared/json-schema.ts'
import { MAX_PAGE_BYTES, MAX_PAGE_DOCUMENTS } from '../../shared/protocol.ts'
import type { Seeing } from '../../shared/seeing.ts'
import type { ChangedDocument, LostDocument } from './changes.ts'
import type { Reader } from './reader.ts'

/** What a group of readers gets of some changes: the documents' JSON texts under their collection. */
export interface FrameContent {
  readonly collection: string
  readonly documents: readonly string[]
  readonly seq: number
}

/** The changes as one sight has them, in frames: one collection each, in seq order, of bounded size. */
export function frameContents(
  definitions: readonly Definition[],
  seeing: Seeing,
  { subject, schema }: Pick<Reader, 'subject' | 'schema'>,
  documents: readonly ChangedDocument[],
  losses: readonly LostDocument[],
): readonly FrameContent[] {
  const lost = lostTo(definitions, subject, losses)
  const frames: { collection: string; documents: string[]; seq: number; size: number }[] = []
  for (const document of documents) {
    const text = seenText(seeing, subject, schema, document, lost)
    if (text === undefined) continue
    const last = frames.at(-1)
    const fits =
      last?.collection === document.definition.name &&
      last.documents.length < MAX_PAGE_DOCUMENTS &&
      last.size + text.length < MAX_PAGE_BYTES
    if (last && fits) {
      last.documents.push(text)
      last.seq = document.seq
      last.size += text.length
    } else {
      frames.push({
        collection: document.definition.name,
        documents: [text],
        seq: document.seq,
        size: text.length,
      })
    }
  }
  return frames
}

function seenText(
  seeing: Seeing,
  subject: Subject,
  schema: Reader['schema'],
  document: ChangedDocument,
  lost: ReadonlySet<string>,
): string | undefined {
  const { definition, json } = document
  const scope = scopeOf(definition, subject.role)
  if (scope === undefined) return undefined
  const { role } = subject
  const hides = hiddenFields(definition, { role, schema }).length > 0 || seeing.cuts(definition, role)
  if (scope === 'all' && !hides) return json
  const parsed = document.parsed()
  if (mayRead(definition, subject, parsed))
    return hides ? JSON.stringify(seeing.seen(definition, subject, schema, parsed)) : json
  return lost.has(`${definition.name} ${parsed.id}`)
    ? JSON.stringify(blankTombstone(definition, parsed.id))
    : undefined
}

function lostTo(
  definitions: readonly Definition[],
  subject: Subject,
  losses: readonly LostDocument[],
): ReadonlySet<string> {
  if (losses.length === 0) return new Set()
  const readers = new Set<string>()
  for (const definition of definitions) {
    const scope = scopeOf(definition, subject.role)
    if (scope === undefined || scope === 'all') continue
    for (const { subject: key } of scope) {
      for (const value of subjectValues(subject, key)) readers.add(`${definition.name} ${key}:${value}`)
    }
  }
  return new Set(
    losses
      .filter((loss) => readers.has(`${loss.collection} ${loss.reader}`))
      .map((loss) => `${loss.collection} ${loss.id}`),
  )
}

/** What the documents of some frames weigh on the wire. */
export function weightOf(frames: readonly FrameContent[]): number {
  let bytes = 0
  for (const { documents } of frames) for (const text of documents) bytes += Buffer.byteLength(text)
  return bytes
}

/** The JSON of a change frame; `prev` chains the frames of a group of readers [T1]. */
export function changeJson(frame: FrameContent, prev: number): string {
  return `{"collection":"${frame.collection}","documents":[${frame.documents.join(',')}],"prev":${prev},"seq":${frame.seq}}`
}
