import { describe, expect, test } from 'vitest'
import type { AnyDocument } from '../../shared/collections/definition.ts'
import { uuidv7 } from '../../shared/ids.ts'
import { registry } from '../../shared/registry.ts'
import { openReviewSchool } from './test-reviews.ts'

const { school, manager, desk } = await openReviewSchool()
const other = await school.device('EQUIPMENT_MANAGER')
const coach = await school.device('COACH')

const RECORDS = {
  people: { name: 'Ann', kind: 'athlete', active: true },
  teams: { name: 'Varsity', active: true },
  categories: { name: 'Helmets' },
  locations: { name: 'Field house' },
} as const
type Name = keyof typeof RECORDS
const names = ['people', 'teams', 'categories', 'locations'] as const

const stored = async (name: Name, id: string) => (await manager.all(name)).find((one) => one.id === id)

/** Somebody changes a record, and somebody else who has not seen that deletes it. */
async function asked(name: Name) {
  const made: AnyDocument = { id: uuidv7(), stamp: manager.stamp(), ...RECORDS[name] }
  await manager.write(name, made)
  await manager.write(name, { ...made, name: 'Changed', stamp: manager.stamp() }, made)
  const answer = await other.write(name, { ...made, stamp: other.stamp(), _deleted: true }, made)
  const [review] = await desk.of(made.id)
  if (!review) throw new Error('there is no review')
  return { id: made.id, made, review, answer }
}

describe('[P4] [R4] a deletion of a record that is no thing and that somebody else decides about', () => {
  test.each(names)(
    'of %s: the record stays, and whoever sees it sees that its deletion was asked for',
    async (name) => {
      const { id, review, answer } = await asked(name)
      expect(review).toMatchObject({ kind: 'deletion', state: 'open', reason: { code: 'stale' } })
      expect(answer.documents).toMatchObject([
        { id, _deleted: false, pendingDeletion: true, name: 'Changed' },
      ])
      expect(await stored(name, id)).toMatchObject({
        _deleted: false,
        pendingDeletion: true,
        name: 'Changed',
      })
      const audit = (await school.rows('audit')).filter((row) => row.document_id === id)
      expect(audit.at(-2)).toMatchObject({ action: 'update', actor_id: other.subject.userId })
    },
  )

  test.each(names)('of %s: turned down, the mark goes', async (name) => {
    const { id, review } = await asked(name)
    await desk.decide(review.id, { action: 'reject', reason: 'Still needed' })
    expect(await stored(name, id)).toMatchObject({ _deleted: false, name: 'Changed' })
    expect(await stored(name, id)).not.toHaveProperty('pendingDeletion')
  })

  test.each(names)('of %s: taken, it goes; undone, it is back with the mark', async (name) => {
    const { id, review } = await asked(name)
    await desk.decide(review.id, { action: 'take-device' })
    expect(await stored(name, id)).toMatchObject({ _deleted: true })
    await desk.decide(review.id, { action: 'undo' })
    expect(await stored(name, id)).toMatchObject({ _deleted: false, pendingDeletion: true, name: 'Changed' })
  })

  test.each(names)('of %s: an edit meanwhile keeps the mark, and cannot set or take it', async (name) => {
    const { id } = await asked(name)
    const seen = await stored(name, id)
    if (!seen) throw new Error('there is no record')
    const { pendingDeletion: _mark, ...unmarked } = seen
    await manager.write(name, { ...unmarked, stamp: manager.stamp(), name: 'Again' }, seen)
    expect(await stored(name, id)).toMatchObject({ name: 'Again', pendingDeletion: true })

    const free: AnyDocument = {
      id: uuidv7(),
      stamp: manager.stamp(),
      ...RECORDS[name],
      pendingDeletion: true,
    }
    await manager.write(name, free)
    expect(await stored(name, free.id)).not.toHaveProperty('pendingDeletion')
  })

  test('two who ask: the mark stays as long as one is open', async () => {
    const { id, made, review } = await asked('teams')
    const third = await school.device('SCHOOL_ADMIN')
    await third.write('teams', { ...made, stamp: third.stamp(), _deleted: true }, made)
    const second = (await desk.of(id)).find((one) => one.id !== review.id)
    await desk.decide(review.id, { action: 'reject', reason: 'Still needed' })
    expect(await stored('teams', id)).toMatchObject({ pendingDeletion: true })
    await desk.decide(second?.id ?? '', { action: 'reject', reason: 'Still needed' })
    expect(await stored('teams', id)).not.toHaveProperty('pendingDeletion')
  })

  test('[S4] deleted after all and brought back by an edit: nobody waits for a decision, and it has no mark', async () => {
    const { id, made, review } = await asked('teams')
    const seen = await stored('teams', id)
    if (!seen) throw new Error('there is no record')
    await other.write('teams', { ...seen, stamp: other.stamp(), _deleted: true }, seen)
    expect(await stored('teams', id)).toMatchObject({ _deleted: true })
    expect(await desk.review(review.id)).toMatchObject({ state: 'settled' })

    await manager.write('teams', { ...made, season: 'Fall', stamp: manager.stamp() }, made)
    const edit = (await desk.of(id)).find(({ kind }) => kind === 'rejected')
    expect(edit?.reason).toMatchObject({ code: 'gone' })
    await desk.decide(edit?.id ?? '', { action: 'take-device' })
    expect(await stored('teams', id)).toMatchObject({ _deleted: false, season: 'Fall' })
    expect(await stored('teams', id)).not.toHaveProperty('pendingDeletion')
  })

  test('[L5] a device of schema 0 gets the record without the mark, and its push takes none away', async () => {
    const { id } = await asked('categories')
    const page = JSON.parse(
      await school.sync.pull(school.tenant, registry.categories, coach.subject, {
        limit: 500,
        schema: 0,
      }),
    )
    const seen = page.documents.find((one: { id: string }) => one.id === id)
    expect(seen).toMatchObject({ name: 'Changed', _deleted: false })
    expect(seen).not.toHaveProperty('pendingDeletion')
    const answer = await school.sync.push(
      school.tenant,
      registry.categories,
      { ...manager.sender, schema: 0 },
      [{ assumedMasterState: seen, newDocumentState: { ...seen, name: 'Old', stamp: manager.stamp() } }],
    )
    expect(answer).toEqual({ documents: [], rejected: [] })
    expect(await stored('categories', id)).toMatchObject({ name: 'Old', pendingDeletion: true })
  })
})
