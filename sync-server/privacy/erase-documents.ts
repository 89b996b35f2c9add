import type { AnyDocument, Definition } from '../../shared/collections/definition.ts'
import { people } from '../../shared/collections/people.ts'
import { teams } from '../../shared/collections/teams.ts'
import { EtraxError } from '../../shared/errors.ts'
import { isJsonObject } from '../../shared/json.ts'
import type { CustodyCollections } from '../custody/collections.ts'
import { holdsThings } from '../custody/held.ts'
import { loadMergeLibrary, newGeneration } from '../merging/new-generation.ts'
import type { Committer } from '../sync/committer.ts'
import { erasedDocument } from '../sync/erased.ts'
import type { Stored, Unit } from '../sync/unit.ts'
import type { Tenant } from '../tenancy/with-tenant.ts'
import { AT_ONCE, changeDocuments, type Step, withFields } from './change-documents.ts'
import type { DataSubject } from './data-subject.ts'
import { type EraseName, nameEraser, withoutNames } from './erased-name.ts'
import type { ErasurePlan } from './erasure-plan.ts'

export interface ErasureOptions {
  /** Who asked; undefined: a restore is followed by what was asked before. */
  readonly actorId: string | undefined
  /** Also of somebody who has things out: only where it was decided before. */
  readonly force: boolean
}

/**
 * Takes somebody out of the synced documents: the own ones first, in one commit that looks whether anything is still out, then what
 * others say of them. Resolves to how many documents were changed.
 * @throws EtraxError `holds-things`
 */
export async function eraseDocuments(
  committer: Committer,
  collections: CustodyCollections,
  tenant: Tenant,
  subject: DataSubject,
  plan: ErasurePlan,
  options: ErasureOptions,
): Promise<number> {
  const { users, transactions, reviews, equipment } = collections
  const steps = (definition: Definition, ids: readonly string[], change: Step['change']): Step[] =>
    ids.map((id) => ({ definition, id, change }))
  const erase = nameEraser(subject.names)
  const blank = (definition: Definition) => (stored: Stored, unit: Unit) =>
    erasedDocument(definition, stored, unit.now)
  await loadMergeLibrary()
  const holders = options.force ? [] : plan.people
  let changed = await changeDocuments(
    committer,
    tenant,
    [...steps(people, plan.people, blank(people)), ...steps(users, plan.users, blank(users))],
    options.actorId,
    {
      needs(needs) {
        for (const id of holders) needs.held.add(id)
      },
      require(unit) {
        if (holders.some((id) => holdsThings(unit, collections, id)))
          throw new EtraxError('holds-things', 'Things are still out to this person: take them back first.')
      },
    },
  )
  const rest = [
    ...steps(teams, plan.teams, withFields(withoutCoaches(plan.users))),
    ...steps(transactions, plan.transactions, withFields(withoutNote(plan, erase))),
    ...steps(reviews, plan.ownReviews, (stored, unit) => withState(blank(reviews)(stored, unit))),
    ...steps(reviews, plan.reviews, withFields(withoutNotes(plan, erase))),
    ...steps(equipment, plan.equipment, withFields(withoutHistory(erase))),
  ]
  for (let at = 0; at < rest.length; at += AT_ONCE)
    changed += await changeDocuments(committer, tenant, rest.slice(at, at + AT_ONCE), options.actorId)
  return changed
}

const withoutCoaches = (users: readonly string[]) => (team: AnyDocument) => ({
  coachIds: Array.isArray(team.coachIds) ? team.coachIds.filter((id) => !users.includes(id)) : [],
})

/** A note on an entry of the person, or in the words of its user, goes whole; of another one a name alone. */
const withoutNote = (plan: ErasurePlan, erase: EraseName) => (entry: AnyDocument) => ({
  note: isOf(plan, entry) || typeof entry.note !== 'string' ? undefined : erase(entry.note),
})

function isOf({ people, users }: ErasurePlan, entry: Readonly<Record<string, unknown>>): boolean {
  const holders = [entry.fromHolderId, entry.toHolderId]
  return people.some((id) => holders.includes(id)) || users.some((id) => entry.actorId === id)
}

const VERSIONS = ['base', 'device', 'server'] as const
const SAID = ['reason', 'decisions', 'effects', 'resolution'] as const

const withoutNotes = (plan: ErasurePlan, erase: EraseName) => (review: AnyDocument) => {
  const fields: Record<string, unknown> = {}
  for (const name of VERSIONS) {
    const version = review[name]
    if (version === undefined) continue
    const { note, ...others } = isJsonObject(version) ? version : {}
    fields[name] = withoutNames(isJsonObject(version) && isOf(plan, version) ? others : version, erase)
  }
  for (const name of SAID) if (review[name] !== undefined) fields[name] = withoutNames(review[name], erase)
  return fields
}

/** The words without the name, and none of the history in which it may stand. */
const withoutHistory = (erase: EraseName) => (thing: AnyDocument) => {
  const { name, notes, tags, custom, merge } = thing
  const said: Record<string, unknown> = { name: withoutNames(name, erase) }
  for (const [field, value] of Object.entries({ notes, tags, custom }))
    if (value !== undefined) said[field] = withoutNames(value, erase)
  if (typeof merge !== 'string') return said
  return { ...said, merge: newGeneration(merge, said) ?? merge }
}

/** Nobody waits for it any more. */
function withState(stored: Stored): Stored {
  return { ...stored, document: { ...stored.document, state: 'settled' } }
}
