import { expect } from 'vitest'
import { type AnyDocument, fieldEntries, typed } from '../../shared/collections/definition.ts'
import { type Review, reviews } from '../../shared/collections/reviews.ts'
import { transactions } from '../../shared/collections/transactions.ts'
import { sameJson } from '../../shared/json.ts'
import { type CollectionName, collectionNames, isCollectionName, registry } from '../../shared/registry.ts'
import { type Decision, type DecisionDraft, type Effect, effectsIn } from '../../shared/reviews/decision.ts'
import { planAhead, type Source } from '../../shared/reviews/plan-ahead.ts'
import type { Plan } from '../../shared/reviews/plan-decision.ts'
import { isProblem, type Problem } from '../../shared/reviews/planned.ts'
import { normalizeValue } from '../../shared/validate.ts'
import type { TestDevice, TestSchool } from '../sync/test-school.ts'

type Held = AnyDocument & { readonly _deleted: boolean }

/** All that a device holds, by collection and id. */
export type Replica = ReadonlyMap<CollectionName, ReadonlyMap<string, Held>>

export async function replicaOf(device: TestDevice): Promise<Replica> {
  const read = async (name: CollectionName) => {
    const documents = await device.all(name)
    return [name, new Map(documents.map((document) => [document.id, document]))] as const
  }
  return new Map(await Promise.all(collectionNames.map(read)))
}

/** What a device shows before somebody decides: the plan over what it holds. */
export function previewed(
  school: TestSchool,
  device: TestDevice,
  replica: Replica,
  review: Review,
  draft: DecisionDraft,
): Promise<Plan | Problem> {
  const { userId, role } = device.subject
  return planAhead(review, { ...draft, by: userId }, sourceOf(school, replica), {
    userId,
    role,
    deviceId: device.deviceId,
  })
}

function sourceOf(school: TestSchool, replica: Replica): Source {
  const live = (name: CollectionName) =>
    [...(replica.get(name)?.values() ?? [])].filter(({ _deleted }) => !_deleted)
  const reviewsOf = (documentId: string, kind: Review['kind']) =>
    live('reviews')
      .map((document) => typed(reviews, document))
      .filter((one) => one.documentId === documentId && one.kind === kind)
  return {
    definition: (name) => school.sync.definition(name),
    async document(collection, id) {
      const name = collectionNames.find((one) => one === collection)
      const held = name && replica.get(name)?.get(id)
      if (!held) return undefined
      const { _deleted: deleted, ...document } = held
      return { document, deleted }
    },
    ledger: async (equipmentId) =>
      live('transactions')
        .map((document) => typed(transactions, document))
        .filter((entry) => entry.equipmentId === equipmentId),
    withTag: async (tagCode) =>
      live('equipment').flatMap(({ id, tagCode: code }) => (code === tagCode ? [id] : [])),
    openDeletions: async (documentId) =>
      reviewsOf(documentId, 'deletion').flatMap(({ id, state }) => (state === 'open' ? [id] : [])),
    rejections: async (documentId) => reviewsOf(documentId, 'rejected'),
  }
}

/** Fails where a decision came out otherwise than its preview said, or changed anything of which that said nothing. */
export function expectAsPreviewed(
  preview: Plan | Problem,
  { review, decision }: { readonly review: Review; readonly decision: Decision | undefined },
  before: Replica,
  after: Replica,
) {
  const effects = isProblem(preview) ? [] : preview.effects
  if (isProblem(preview)) {
    // Of somebody who may not decide at all no decision comes into the list.
    if (!decision && preview.problem === 'not-allowed') return
    expect([decision?.outcome, decision?.code], 'what the preview refuses is refused').toEqual([
      'refused',
      preview.problem,
    ])
  } else {
    expect([decision?.outcome, decision?.code], 'what the preview plans is done').toEqual([
      'applied',
      undefined,
    ])
    if (decision) expect(effectsIn(review, decision), 'the effects are those of the preview').toEqual(effects)
  }
  // A thing that turns out to be there already becomes part of that one [S5]: whether it is, the server alone can tell.
  if (effects.some(({ collection, documentId }) => heldIn(after, collection, documentId)?.mergedInto)) return
  for (const effect of effects) expectEffect(effect, effects, after)
  const told = new Set(effects.map(({ collection, documentId }) => `${collection} ${documentId}`))
  const changed = collectionNames
    .filter((name) => name !== 'reviews')
    .flatMap((name) =>
      [...(after.get(name)?.values() ?? [])].flatMap((document) =>
        isSame(before.get(name)?.get(document.id), document) || isOpening(document, told)
          ? []
          : [`${name} ${document.id}`],
      ),
    )
  expect(
    changed.filter((one) => !told.has(one)),
    'nothing else is changed',
  ).toEqual([])
}

/** What was counted when a counted thing was made is part of making it. */
function isOpening({ type, equipmentId, previousId }: Held, told: ReadonlySet<string>): boolean {
  return type === 'adjust' && previousId === undefined && told.has(`equipment ${equipmentId}`)
}

function heldIn(replica: Replica, collection: string, id: string): Held | undefined {
  const name = collectionNames.find((one) => one === collection)
  return name && replica.get(name)?.get(id)
}

function expectEffect(
  { collection, documentId, kind, after = {} }: Effect,
  effects: readonly Effect[],
  replica: Replica,
) {
  const about = `${kind} of ${collection} ${documentId}`
  const held = heldIn(replica, collection, documentId)
  if (!held) throw new Error(`${about}: it is not there`)
  const all = effects.filter((one) => one.collection === collection && one.documentId === documentId)
  // Of several changes of one document the last one stays.
  expect(held._deleted, about).toBe(all.findLast((one) => one.kind !== 'update')?.kind === 'delete')
  const fields = isCollectionName(collection) ? fieldEntries(registry[collection]) : []
  for (const name of Object.keys(after)) {
    const last = all.findLast((one) => one.after && Object.hasOwn(one.after, name))?.after?.[name]
    const field = fields.find(([one]) => one === name)?.[1]
    expect([name, held[name] ?? null], about).toEqual([
      name,
      (field ? normalizeValue(field, last) : last) ?? null,
    ])
  }
}

/** What a write changes beside what it is about. */
const MARKS = ['stamp', 'statusStamp', 'conditionStamp', 'updatedAt', 'merge']

function isSame(one: Held | undefined, other: Held): boolean {
  if (!one) return false
  const names = [...Object.keys(one), ...Object.keys(other)].filter((name) => !MARKS.includes(name))
  return names.every((name) => sameJson(one[name] ?? null, other[name] ?? null))
}
