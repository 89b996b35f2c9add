import { afterAll } from 'vitest'
import type { AnyDocument } from '../../shared/collections/definition.ts'
import { typed } from '../../shared/collections/definition.ts'
import { type Review, reviews } from '../../shared/collections/reviews.ts'
import { uuidv7 } from '../../shared/ids.ts'
import { nextVersion } from '../../shared/reviews/decided-review.ts'
import { type Decision, type DecisionDraft, decisionsOf } from '../../shared/reviews/decision.ts'
import { createTestSchool, entry, helmet, type TestDevice, type TestSchool } from '../sync/test-school.ts'
import { expectAsPreviewed, previewed, replicaOf } from './test-preview.ts'

/** A device, and to whom it gives a thing. */
type Side = readonly [TestDevice, string]

/** A decision as it stands in a review after it was pushed. */
export interface Decided {
  readonly review: Review
  readonly decision: Decision | undefined
}

/** A school with a manager who settles its reviews, closed after the file's tests. */
export async function openReviewSchool() {
  const school = await createTestSchool()
  afterAll(() => school.close())
  const manager = await school.device('EQUIPMENT_MANAGER')
  return { school, manager, desk: reviewDesk(school, manager) }
}

/** What tests of reviews do on a school's devices. */
function reviewDesk(school: TestSchool, manager: TestDevice) {
  async function find(name: 'equipment' | 'transactions' | 'people' | 'teams', id: string) {
    return (await manager.all(name)).find((document) => document.id === id)
  }

  async function review(id: string, device = manager): Promise<Review> {
    const found = (await device.all('reviews')).find((one) => one.id === id)
    if (!found) throw new Error(`there is no review ${id}`)
    const { _deleted, ...document } = found
    return typed(reviews, document)
  }

  const draft = (seen: Review, decision: Partial<DecisionDraft>): DecisionDraft => ({
    id: uuidv7(),
    action: 'take-server',
    version: nextVersion(seen),
    at: new Date().toISOString(),
    ...decision,
  })

  /** Pushes a device's copy of a review with decisions appended, as the device saw it. */
  async function send(device: TestDevice, seen: Review, drafts: readonly DecisionDraft[]) {
    const local = { ...seen, decisions: [...decisionsOf(seen), ...drafts], stamp: device.stamp() }
    return device.write('reviews', { ...local }, { ...seen })
  }

  /** Decides on a review as it stands, on a device that has all that is there: it comes out as that device showed before. */
  async function decide(id: string, decision: Partial<DecisionDraft>, device = manager): Promise<Decided> {
    const seen = await review(id, device)
    const made = draft(seen, decision)
    const before = await replicaOf(device)
    const preview = await previewed(school, device, before, seen, made)
    await send(device, seen, [made])
    const decided = async (reader: TestDevice) => {
      const after = await review(id, reader)
      return { review: after, decision: decisionsOf(after).find((one) => one.id === made.id) }
    }
    // What it changed managers read.
    expectAsPreviewed(preview, await decided(manager), before, await replicaOf(device))
    return decided(device)
  }

  async function of(documentId: string): Promise<readonly Review[]> {
    return (await manager.all('reviews'))
      .filter((one) => one.documentId === documentId)
      .map(({ _deleted, ...document }) => typed(reviews, document))
  }

  async function newThing(fields: Record<string, unknown> = {}): Promise<AnyDocument> {
    const made = helmet(manager.stamp(), fields)
    await manager.write('equipment', made)
    return made
  }

  /** Each device checks the thing out to its person, none knowing of the others. */
  async function checkedOutApart(
    thing: AnyDocument,
    sides: readonly Side[],
  ): Promise<readonly AnyDocument[]> {
    const made: AnyDocument[] = []
    for (const [device, toHolderId] of sides) {
      const out = entry(device, 'check_out', thing.id, { toHolderId })
      await device.write('transactions', out)
      made.push(out)
    }
    return made
  }

  return {
    find,
    review,
    draft,
    send,
    decide,
    of,
    newThing,
    checkedOutApart,
    thing: (id: string) => find('equipment', id),
    ledger: async (equipmentId: string) =>
      (await manager.all('transactions')).filter((document) => document.equipmentId === equipmentId),
    /** What was written to the audit chain about a review, in order. */
    audit: async (id: string) =>
      (await school.rows('audit'))
        .filter((row) => row.document_id === id && row.action === 'decide')
        .map(({ actor_id, device_id, detail }) => ({ actor_id, device_id, detail })),

    async person(name: string): Promise<string> {
      const document = { id: uuidv7(), stamp: manager.stamp(), name, kind: 'athlete', active: true }
      await manager.write('people', document)
      return document.id
    },

    /** One thing, checked out by two devices to two people; who is later by the stamp has it meanwhile. */
    async fork(first: Side, second: Side, fields: Record<string, unknown> = {}) {
      const thing = await newThing(fields)
      const [one, other] = await checkedOutApart(thing, [first, second])
      const [review] = await of(thing.id)
      if (!one || !other || !review) throw new Error('there is no fork')
      return { thing, one, other, review }
    },
  }
}
