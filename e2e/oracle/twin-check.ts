import type { AnyDocument } from '../../shared/collections/definition.ts'
import { typed } from '../../shared/collections/definition.ts'
import { type Review, reviews } from '../../shared/collections/reviews.ts'
import { isJsonObject } from '../../shared/json.ts'
import { sharesCode } from '../../shared/means-same.ts'
import type { Evidence } from './evidence.ts'

const CODES = ['tagCode', 'serial'] as const
type Code = (typeof CODES)[number]

/**
 * Living things that carry one code, and that no review brings before a manager. Each is asked about with one of the others, so that
 * the questions that stand hold all of them together [S5].
 */
export function unaskedTwins(evidence: Evidence): readonly string[] {
  const asked = evidence.of('reviews').map(({ document }) => typed(reviews, document))
  const things = evidence.of('equipment').flatMap(({ document, deleted }) => (deleted ? [] : [document]))
  return CODES.flatMap((field) => {
    const questions = asked.flatMap((review) => pairOf(review, field, evidence))
    return things.flatMap((thing) => {
      const sharing = things.filter((other) => other.id !== thing.id && sharesCode(thing, other, field))
      if (sharing.length === 0) return []
      const reached = reachedFrom(thing.id, questions)
      return sharing
        .filter(({ id }) => id > thing.id && !reached.has(id))
        .flatMap((other) => [
          `${thing.id} and ${other.id} share the ${field} ${thing[field]}, and no review asks about them`,
          ...[thing, other].flatMap((one) => storyOf(one, asked, evidence)),
        ])
    })
  })
}

function reachedFrom(id: string, questions: readonly Pair[]): ReadonlySet<string> {
  const reached = new Set([id])
  for (let size = 0; size < reached.size; ) {
    size = reached.size
    for (const pair of questions)
      if (pair.some((end) => reached.has(end))) for (const end of pair) reached.add(end)
  }
  return reached
}

type Pair = readonly [string, string]

/** The two that a review asks about, as long as it waits, or since a manager said that they may share the code. */
function pairOf(review: Review, field: Code, evidence: Evidence): readonly Pair[] {
  const { kind, state, resolution, fields, documentId, device } = review
  const other = otherOf(review)
  if (kind !== 'duplicate-tag' || fields?.[0] !== field || other === undefined) return []
  const code = evidence.find('equipment', documentId)?.document[field]
  const mayShare =
    state === 'resolved' &&
    isJsonObject(resolution) &&
    resolution.action === 'reject' &&
    isJsonObject(device) &&
    device[field] === code
  return state === 'open' || mayShare ? [[documentId, other]] : []
}

function otherOf({ reason }: Review): string | undefined {
  return isJsonObject(reason) && typeof reason.otherId === 'string' ? reason.otherId : undefined
}

function storyOf(thing: AnyDocument, asked: readonly Review[], evidence: Evidence): readonly string[] {
  const about = asked.filter(
    (review) => review.kind === 'duplicate-tag' && [review.documentId, otherOf(review)].includes(thing.id),
  )
  return [
    `  ${JSON.stringify({ ...thing, merge: undefined })}`,
    ...about.map((review) => `  review: ${JSON.stringify(review)}`),
    ...evidence
      .auditOf('equipment', thing.id)
      .map(({ n, action, detail }) => `  audit ${n}: ${action} ${JSON.stringify(detail)}`),
  ]
}
