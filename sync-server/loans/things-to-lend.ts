import { typed } from '../../shared/collections/definition.ts'
import { EtraxError } from '../../shared/errors.ts'
import type { Committer } from '../sync/committer.ts'
import type { Tenant } from '../tenancy/with-tenant.ts'
import { type LoanCollections, lendable } from './lender-effects.ts'
import { type LoanLine, lineOf } from './loan-line.ts'

export interface WantedThing {
  readonly equipmentId: string
  readonly quantity?: number
}

/**
 * The lines of a loan by what a manager named. @throws EtraxError `not-in-room` with the things that are not there to be lent,
 * `invalid-value` where one is named twice
 */
export async function thingsToLend(
  committer: Committer,
  { equipment }: LoanCollections,
  tenant: Tenant,
  wanted: readonly WantedThing[],
): Promise<readonly LoanLine[]> {
  if (new Set(wanted.map(({ equipmentId }) => equipmentId)).size < wanted.length)
    throw new EtraxError('invalid-value', 'A thing is named twice.', {
      details: { errors: [{ field: 'lines', code: 'not-a-choice' }] },
    })
  const found = await committer.run(tenant, {
    size: wanted.length,
    needs: () => undefined,
    decide: (unit) =>
      wanted.map(({ equipmentId, quantity = 1 }) => {
        const stored = unit.get(equipment, equipmentId)
        if (!stored || stored.deleted) return { equipmentId, line: undefined }
        const thing = typed(equipment, stored.document)
        const count = thing.kind === 'bulk' ? quantity : 1
        return { equipmentId, line: lendable(thing, count) ? lineOf(thing, count) : undefined }
      }),
  })
  const missing = found.filter(({ line }) => line === undefined).map(({ equipmentId }) => equipmentId)
  if (missing.length > 0)
    throw new EtraxError('not-in-room', 'Not everything is in the room.', {
      details: { equipmentIds: missing },
    })
  return found.flatMap(({ line }) => line ?? [])
}
