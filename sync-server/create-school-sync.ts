import { registry } from '../shared/registry.ts'
import { heldParticipant } from './custody/held.ts'
import { holderBehaviour } from './custody/holder-behaviour.ts'
import { chainOf, ledgerParticipant } from './custody/ledger.ts'
import { ledgerBehaviour } from './custody/ledger-behaviour.ts'
import { thingBehaviour } from './custody/thing-behaviour.ts'
import { thingsWithTag, twinsParticipant } from './custody/twins.ts'
import type { Database } from './db/database.ts'
import { createMerging } from './merging/merging.ts'
import { reviewBehaviour } from './reviews/review-behaviour.ts'
import type { Lookups } from './reviews/unit-world.ts'
import { createSync, type Sync } from './sync/create-sync.ts'
import type { Merging } from './sync/push-context.ts'

const { equipment, transactions, reviews, users, people, teams, locations } = registry

/** The collections that custody works on. */
export const schoolCustody = { equipment, transactions, reviews, users, holders: [people, teams, locations] }

/** Those that loans work on: the place that stands for another school is one of the locations. */
export const schoolLoans = { ...schoolCustody, locations }

/** What decisions look up in the ledger and among the codes. */
export const schoolLookups: Lookups = {
  ledger: chainOf,
  withTag: (unit, tagCode) => thingsWithTag(unit, schoolCustody, tagCode),
}

/** What decisions name: to whom they are assigned, and where a thing is. */
const namedByDecisions = {
  assigneeId: [users],
  holderId: schoolCustody.holders,
  toHolderId: schoolCustody.holders,
  fromHolderId: schoolCustody.holders,
  locationId: [locations],
}

/** Sync over the registry, with what custody adds to it: the one place that names the collections. */
export function createSchoolSync(options: {
  readonly database: Database
  readonly onError: (error: unknown) => void
  readonly announce?: (tenantId: string) => void
  readonly now?: () => Date
  /** What merges documents; one with shorter deadlines in tests. */
  readonly merging?: Merging
}): Sync {
  return createSync({
    merging: createMerging(),
    ...options,
    definitions: Object.values(registry),
    reviews,
    users,
    behaviours: [
      ledgerBehaviour(schoolCustody),
      thingBehaviour(schoolCustody),
      ...schoolCustody.holders.map((definition) => holderBehaviour(schoolCustody, definition)),
      reviewBehaviour(reviews, schoolLookups, namedByDecisions),
    ],
    participants: [
      ledgerParticipant(schoolCustody),
      twinsParticipant(schoolCustody),
      heldParticipant(schoolCustody),
    ],
  })
}
