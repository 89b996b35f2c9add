import { type Definition, fieldEntries } from '../../shared/collections/definition.ts'
import { saysNothing } from '../../shared/erased.ts'
import { blankTombstone } from '../../shared/json-schema.ts'
import { serverStamp } from './server-stamp.ts'
import type { Stored } from './unit.ts'

/** Fields that Postgres has no blank value for. */
const WITHOUT_BLANK = new Set(['id', 'time', 'date'])

/**
 * What is left of a document whose person was erased: a tombstone that says nothing. Devices get it like any other change, and
 * have nothing of the person from then on.
 */
export function erasedDocument(definition: Definition, stored: Stored, now: Date): Stored {
  const { id, createdAt } = stored.document
  const { _deleted, ...blank } = blankTombstone(definition, id)
  const kept = fieldEntries(definition)
    .filter(([, field]) => field.required && WITHOUT_BLANK.has(field.type))
    .map(([name]) => [name, stored.document[name]])
  const stamp = serverStamp(now)
  return {
    document: {
      ...blank,
      ...Object.fromEntries(kept),
      id,
      stamp,
      createdAt,
      updatedAt: now.toISOString(),
    },
    deleted: true,
    seq: 0,
    fieldStamps: { '': stamp },
    // Whoever wrote it before and sends that again changes nothing [P9].
    deviceStamps: stored.deviceStamps,
  }
}

/**
 * Whether the person of this document was erased. What devices still send of it is dropped, the one exception from the rule that
 * nothing is: a review that holds it would bring back what was to be gone.
 */
export function isErased(definition: Definition, { document, deleted }: Stored): boolean {
  return deleted && saysNothing(definition, document)
}
