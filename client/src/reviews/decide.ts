import { reviews } from '../../../shared/collections/reviews.ts'
import { uuidv7 } from '../../../shared/ids.ts'
import type { Json, JsonObject } from '../../../shared/json.ts'
import { type DecisionDraft, mayDecide } from '../../../shared/reviews/decision.ts'
import { actor } from '../db/actor.ts'
import { openedDatabase } from '../db/current.ts'
import { NotAllowedError } from '../db/not-allowed.ts'
import { type Change, saveLocal } from '../db/save-local.ts'
import { typedDocument } from '../db/typed-document.ts'
import { RecordGoneError } from '../db/write.ts'

/** What somebody wants done about a review. */
export type Choice = Pick<DecisionDraft, 'action' | 'fields' | 'value' | 'seen' | 'reason'>

/** A choice for a review, made in sight of this version of it. */
export interface DecisionOf {
  readonly reviewId: string
  readonly version: number
  readonly choice: Choice
}

/** So many are written at once: the count goes on between two of them. */
const AT_ONCE = 25

/** Appends a decision to a review on this device, from where it is sent. @throws RecordGoneError, NotAllowedError */
export async function decide(decision: DecisionOf): Promise<void> {
  const { missing } = await decideAll([decision])
  if (missing.length > 0) throw new RecordGoneError()
}

/** The same for many; resolves to the ids of reviews that are not on this device any more. */
export async function decideAll(
  decisions: readonly DecisionOf[],
  onProgress: (done: number) => void = () => undefined,
): Promise<{ readonly missing: readonly string[] }> {
  const database = await openedDatabase()
  const missing: string[] = []
  const refused: string[] = []
  for (let start = 0; start < decisions.length; start += AT_ONCE) {
    const part = decisions.slice(start, start + AT_ONCE)
    await saveLocal(
      database,
      part.map((decision): Change[] => [
        {
          collection: reviews.name,
          id: decision.reviewId,
          apply(current, stamp, now) {
            const review = current && typedDocument(reviews.name, current)
            if (!current || !review) {
              missing.push(decision.reviewId)
              return undefined
            }
            const { userId, role } = actor()
            if (!mayDecide(role, decision.choice.action, review.authorId === userId)) {
              refused.push(decision.reviewId)
              return undefined
            }
            return { ...current, decisions: [...listOf(review.decisions), draftOf(decision, now)], stamp }
          },
        },
      ]),
    )
    onProgress(start + part.length)
  }
  if (refused.length > 0) throw new NotAllowedError('decide')
  return { missing }
}

function draftOf({ version, choice }: DecisionOf, now: number): JsonObject {
  const { action, fields, value, seen, reason } = choice
  return {
    id: uuidv7(now),
    action,
    version,
    ...(fields === undefined ? {} : { fields }),
    ...(value === undefined ? {} : { value }),
    ...(seen === undefined ? {} : { seen }),
    ...(reason === undefined || reason.trim() === '' ? {} : { reason: reason.trim() }),
    at: new Date(now).toISOString(),
  }
}

function listOf(decisions: Json | undefined): readonly Json[] {
  return Array.isArray(decisions) ? decisions : []
}
