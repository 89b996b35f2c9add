import { describe, expect, test } from 'vitest'
import type { AnyDocument } from '../../shared/collections/definition.ts'
import { entry } from '../sync/test-school.ts'
import { openReviewSchool } from './test-reviews.ts'

const { school, manager, desk } = await openReviewSchool()
const laptop = await school.device('SCHOOL_ADMIN')
const coach = await school.device('COACH')
const ann = await desk.person('Ann')
let codes = 0

/** Two things that carry one code, the manager's first. */
async function duplicate() {
  codes += 1
  const tagCode = `TWICE-${codes}`
  const other = await desk.newThing({ tagCode, serial: `SN-A${codes}000` })
  const mine = await desk.newThing({ tagCode, serial: `SN-B${codes}000` })
  const [review] = await desk.of(mine.id)
  if (!review) throw new Error('there is no review')
  expect(review).toMatchObject({ kind: 'duplicate-tag', state: 'open', reason: { otherId: other.id } })
  return { tagCode, other, mine, review }
}

const tags = async (...things: readonly AnyDocument[]) =>
  Promise.all(things.map(async ({ id }) => (await desk.thing(id))?.tagCode))

describe('[R4] two things with one code', () => {
  test('take-server: the other keeps it', async () => {
    const { tagCode, other, mine, review } = await duplicate()
    await desk.decide(review.id, {})
    expect(await tags(other, mine)).toEqual([tagCode, undefined])
    expect(await desk.review(review.id)).toMatchObject({ state: 'resolved' })
  })

  test('take-device: this one keeps it', async () => {
    const { tagCode, other, mine, review } = await duplicate()
    await desk.decide(review.id, { action: 'take-device' })
    expect(await tags(other, mine)).toEqual([undefined, tagCode])
  })

  test('retag: this one gets another', async () => {
    const { tagCode, other, mine, review } = await duplicate()
    await desk.decide(review.id, { action: 'retag', value: { tagCode: `${tagCode}-NEW` } })
    expect(await tags(other, mine)).toEqual([tagCode, `${tagCode}-NEW`])
    expect(await desk.review(review.id)).toMatchObject({ state: 'resolved', version: 1 })
  })

  test.each([
    [{}, 'value-missing'],
    [{ tagCode: '' }, 'value-missing'],
    [{ tagCode: 7 }, 'value-invalid'],
    [{ tagCode: 'x'.repeat(501) }, 'value-invalid'],
  ])('retag with %j is refused as %s', async (value, code) => {
    const { tagCode, other, mine, review } = await duplicate()
    const { decision } = await desk.decide(review.id, { action: 'retag', value })
    expect(decision).toMatchObject({ outcome: 'refused', code, field: 'tagCode' })
    expect(await tags(other, mine)).toEqual([tagCode, tagCode])
  })

  test('retag with the code that it has is refused: the other has it too', async () => {
    const { tagCode, review } = await duplicate()
    const { decision } = await desk.decide(review.id, { action: 'retag', value: { tagCode } })
    expect(decision).toMatchObject({ outcome: 'refused', code: 'code-taken' })
  })

  test('retag where the serial is the same is refused: both would go on carrying it, and nobody would be asked', async () => {
    const serial = `SAME-${codes}000`
    const other = await desk.newThing({ tagCode: `${serial}-A`, serial })
    const mine = await desk.newThing({ tagCode: `${serial}-B`, serial })
    const [review] = await desk.of(mine.id)
    expect(review).toMatchObject({ kind: 'duplicate-tag', fields: ['serial'], reason: { otherId: other.id } })
    const value = { tagCode: `${serial}-C` }
    const { decision } = await desk.decide(String(review?.id), { action: 'retag', value })
    expect(decision).toMatchObject({ outcome: 'refused', code: 'not-for-kind' })
    expect(await desk.thing(mine.id)).toMatchObject({ tagCode: `${serial}-B`, serial })
    expect(await desk.review(String(review?.id))).toMatchObject({ state: 'open' })
    // What answers it is another serial.
    await desk.decide(String(review?.id), { action: 'edit', value: { serial: `${serial}-OWN` } })
    expect(await desk.thing(mine.id)).toMatchObject({ serial: `${serial}-OWN` })
    expect(await desk.review(String(review?.id))).toMatchObject({ state: 'resolved' })
  })

  test.each(['tagCode', 'serial'] as const)(
    'edit that leaves the %s is refused: both would go on carrying it, and nobody would be asked',
    async (field) => {
      codes += 1
      const code = `KEPT-${codes}000`
      await desk.newThing({ [field]: code, kind: 'bulk', quantity: 3, name: 'Cones' })
      const mine = await desk.newThing({ [field]: code, kind: 'bulk', quantity: 3, name: 'Pinnies' })
      const [review] = await desk.of(mine.id)
      expect(review).toMatchObject({ kind: 'duplicate-tag', state: 'open', fields: [field] })
      const { decision } = await desk.decide(String(review?.id), { action: 'edit', value: { name: 'Vests' } })
      expect(decision).toMatchObject({ outcome: 'refused', code: 'value-missing', field })
      expect(await desk.thing(mine.id)).toMatchObject({ name: 'Pinnies', [field]: code })
      expect(await desk.review(String(review?.id))).toMatchObject({ state: 'open' })
    },
  )

  test('edit: fields of this one', async () => {
    const { tagCode, mine, review } = await duplicate()
    await desk.decide(review.id, { action: 'edit', value: { tagCode: null, name: 'Helmet, spare' } })
    expect(await desk.thing(mine.id)).toMatchObject({ name: 'Helmet, spare' })
    expect(await desk.thing(mine.id)).not.toHaveProperty('tagCode')
    expect(tagCode).not.toBe('')
  })

  test('[R5] undone: it has the code again; one that got another since keeps that', async () => {
    const { tagCode, mine, review } = await duplicate()
    await desk.decide(review.id, {})
    await desk.decide(review.id, { action: 'undo' })
    expect(await tags(mine)).toEqual([tagCode])
    await desk.decide(review.id, {})
    const now = await desk.thing(mine.id)
    await laptop.write(
      'equipment',
      { ...now, id: mine.id, tagCode: `${tagCode}-L`, stamp: laptop.stamp() },
      now,
    )
    const { review: after, decision } = await desk.decide(review.id, { action: 'undo' })
    expect(decision).toMatchObject({ outcome: 'refused', code: 'changed-since', field: 'tagCode' })
    expect(after).toMatchObject({ state: 'resolved' })
    expect(await tags(mine)).toEqual([`${tagCode}-L`])
  })

  test.each(['other', 'mine'] as const)('[R8] settles itself when %s gets another code', async (which) => {
    const made = await duplicate()
    const { tagCode, review } = made
    const now = await desk.thing(made[which].id)
    await laptop.write(
      'equipment',
      { ...now, id: made[which].id, tagCode: `${tagCode}-M`, stamp: laptop.stamp() },
      now,
    )
    expect(await desk.review(review.id)).toMatchObject({
      state: 'settled',
      version: 1,
      reason: { code: 'same-tag', settled: 'codes-differ' },
    })
  })

  test('[R8] settles itself when one of them is deleted', async () => {
    const { other, review } = await duplicate()
    const now = await desk.thing(other.id)
    await manager.write('equipment', { ...now, id: other.id, stamp: manager.stamp(), _deleted: true }, now)
    expect(await desk.review(review.id)).toMatchObject({
      state: 'settled',
      reason: { settled: 'codes-differ' },
    })
  })
})

describe('[S5] more than two things with one code', () => {
  /** Three that carry it, each asked about with the first. */
  async function three() {
    const { tagCode, other: first, mine: second } = await duplicate()
    const third = await desk.newThing({ tagCode, serial: `SN-C${codes}000` })
    expect(await pairs(third.id)).toEqual([['open', first.id]])
    return { tagCode, first, second, third }
  }

  const twinReviews = async (id: string) => (await desk.of(id)).filter(({ kind }) => kind === 'duplicate-tag')
  const pairs = async (id: string) =>
    (await twinReviews(id)).map(({ state, reason }) => [state, Object(reason).otherId])

  async function change(id: string, fields: Record<string, unknown>) {
    const now = await desk.thing(id)
    await laptop.write('equipment', { ...now, id, ...fields, stamp: laptop.stamp() }, now)
  }

  /** Of one serial, and each of another name, so that none is taken for another. */
  async function ofMakers(...makers: readonly (string | undefined)[]) {
    codes += 1
    const serial = `SN-MAKER-${codes}`
    const made: AnyDocument[] = []
    for (const manufacturer of makers)
      made.push(
        await desk.newThing({
          serial,
          name: `Helmet ${made.length}`,
          ...(manufacturer ? { manufacturer } : {}),
        }),
      )
    return made.map(({ id }) => id)
  }

  test('[D6] a serial that another maker gave first is still asked about between two of one maker', async () => {
    const [, second = '', third = ''] = await ofMakers('Riddell', 'Schutt', 'Schutt')
    expect(await pairs(third)).toEqual([['open', second]])
  })

  test('[D6] two of one serial are asked about once one gets the maker of the other, and no longer once it has another', async () => {
    const [first = '', second = ''] = await ofMakers('Riddell', 'Schutt')
    expect(await pairs(second)).toEqual([])
    await change(second, { manufacturer: 'Riddell' })
    expect(await pairs(second)).toEqual([['open', first]])
    await change(second, { manufacturer: 'Xenith' })
    expect(await pairs(second)).toEqual([['settled', first]])
    await change(second, { manufacturer: 'Riddell' })
    expect(await pairs(second)).toEqual([
      ['settled', first],
      ['open', first],
    ])
  })

  test('where the first of three gets another maker, the two others are still asked about', async () => {
    const [first = '', second = '', third = ''] = await ofMakers('Riddell', 'Riddell', 'Riddell')
    await change(first, { manufacturer: 'Xenith' })
    expect(await pairs(second)).toContainEqual(['settled', first])
    expect(await pairs(second)).toContainEqual(['open', third])
  })

  test.each([
    ['gets another code', { tagCode: 'ELSEWHERE' }],
    ['is deleted', { _deleted: true }],
  ])('where the first %s, the two others are still asked about', async (_, fields) => {
    const { first, second, third } = await three()
    await change(first.id, fields)
    expect(await pairs(second.id)).toEqual([['settled', first.id]])
    const later = await pairs(third.id)
    expect(later).toHaveLength(2)
    expect(later).toEqual(
      expect.arrayContaining([
        ['settled', first.id],
        ['open', second.id],
      ]),
    )
  })

  test('where the last one goes, the others stay asked about once', async () => {
    const { first, second, third } = await three()
    await change(third.id, { tagCode: null })
    expect(await pairs(second.id)).toEqual([['open', first.id]])
    expect(await pairs(third.id)).toEqual([['settled', first.id]])
  })

  test('two that share a code again are asked about again, but not where a manager let them have it', async () => {
    const { tagCode, mine } = await duplicate()
    await change(mine.id, { tagCode: `${tagCode}-AWAY` })
    await change(mine.id, { tagCode })
    expect((await pairs(mine.id)).map(([state]) => state).sort()).toEqual(['open', 'settled'])

    const { tagCode: own, other: first, mine: second, review } = await duplicate()
    await desk.decide(review.id, { action: 'reject', reason: 'A pair that shares its label.' })
    await change(first.id, { tagCode: `${own}-AWAY` })
    await change(first.id, { tagCode: own })
    expect((await pairs(second.id)).concat(await pairs(first.id))).toEqual([['resolved', first.id]])
  })
})

/** A coach asks for a thing's deletion. */
async function asked(fields: Record<string, unknown> = {}) {
  const thing = await desk.newThing(fields)
  await coach.write('equipment', { ...thing, stamp: coach.stamp(), _deleted: true }, thing)
  const [review] = await desk.of(thing.id)
  if (!review) throw new Error('there is no review')
  expect(await desk.thing(thing.id)).toMatchObject({ pendingDeletion: true })
  return { thing, review }
}

describe('[R4] a deletion', () => {
  test('take-device: it goes', async () => {
    const { thing, review } = await asked()
    await desk.decide(review.id, { action: 'take-device' })
    expect(await desk.thing(thing.id)).toMatchObject({ _deleted: true })
    expect(await desk.review(review.id)).toMatchObject({ state: 'resolved', version: 1 })
    const audit = await school.rows('audit')
    expect(
      audit.filter(({ document_id, action }) => document_id === thing.id && action === 'delete'),
    ).toMatchObject([{ actor_id: manager.subject.userId }])
  })

  test.each(['take-server', 'reject'] as const)('%s: it stays, and nobody asks any more', async (action) => {
    const { thing, review } = await asked()
    await desk.decide(review.id, { action, reason: 'Still good' })
    const stays = await desk.thing(thing.id)
    expect(stays).toMatchObject({ _deleted: false })
    expect(stays).not.toHaveProperty('pendingDeletion')
  })

  test('a thing that is out goes all the same when a manager says so', async () => {
    const thing = await desk.newThing()
    await coach.write('transactions', entry(coach, 'check_out', thing.id, { toHolderId: ann }))
    const now = await desk.thing(thing.id)
    await manager.write('equipment', { ...now, id: thing.id, stamp: manager.stamp(), _deleted: true }, now)
    const [review] = await desk.of(thing.id)
    expect(review?.reason).toEqual({ code: 'in-custody' })
    await desk.decide(review?.id ?? '', { action: 'take-device' })
    expect(await desk.thing(thing.id)).toMatchObject({ _deleted: true })
  })

  test('[R5] undone: it is back, with the mark that somebody asked', async () => {
    const { thing, review } = await asked({ tagCode: 'BACK-1', size: 'M' })
    await desk.decide(review.id, { action: 'take-device' })
    const { review: after } = await desk.decide(review.id, { action: 'undo' })
    expect(after).toMatchObject({ state: 'open', version: 2 })
    expect(await desk.thing(thing.id)).toMatchObject({
      _deleted: false,
      pendingDeletion: true,
      tagCode: 'BACK-1',
      size: 'M',
    })
  })

  test('[S4] a transaction of a deleted thing: take-device, and the thing lives', async () => {
    const { thing, review } = await revived()
    await desk.decide(review.id, { action: 'take-device' })
    const lives = await desk.thing(thing.id)
    expect(lives).toMatchObject({ _deleted: false, status: 'checked_out', holderId: ann })
    expect(lives).not.toHaveProperty('pendingDeletion')
  })

  test('[S4] a transaction of a deleted thing: take-server, and it is deleted again; undone, it is asked anew', async () => {
    const { thing, review } = await revived()
    await desk.decide(review.id, { action: 'take-server' })
    expect(await desk.thing(thing.id)).toMatchObject({ _deleted: true })
    await desk.decide(review.id, { action: 'undo' })
    expect(await desk.thing(thing.id)).toMatchObject({
      _deleted: false,
      pendingDeletion: true,
      holderId: ann,
    })
  })

  test('[R8] a second request is settled when the first one’s thing goes', async () => {
    const { thing, review } = await asked()
    const now = await desk.thing(thing.id)
    const other = await school.device('COACH')
    await other.write('equipment', { ...now, id: thing.id, stamp: other.stamp(), _deleted: true }, now)
    const [second] = (await desk.of(thing.id)).filter(({ id }) => id !== review.id)
    await desk.decide(review.id, { action: 'take-device' })
    expect(await desk.review(second?.id ?? '')).toMatchObject({
      state: 'settled',
      version: 1,
      reason: { code: 'asked', settled: 'document-deleted' },
    })
    expect((await desk.decide(second?.id ?? '', {})).decision).toMatchObject({ code: 'already-decided' })
  })

  test('a request that is turned down leaves the mark of another that is open', async () => {
    const { thing, review } = await asked()
    const now = await desk.thing(thing.id)
    const other = await school.device('COACH')
    await other.write('equipment', { ...now, id: thing.id, stamp: other.stamp(), _deleted: true }, now)
    const [second] = (await desk.of(thing.id)).filter(({ id }) => id !== review.id)
    await desk.decide(review.id, { action: 'reject', reason: 'Still good' })
    expect(await desk.review(second?.id ?? '')).toMatchObject({ state: 'open' })
    expect(await desk.thing(thing.id)).toMatchObject({ _deleted: false, pendingDeletion: true })
    await desk.decide(second?.id ?? '', {})
    expect(await desk.thing(thing.id)).not.toHaveProperty('pendingDeletion')
    await desk.decide(review.id, { action: 'undo' })
    expect(await desk.review(review.id)).toMatchObject({ state: 'open' })
    expect(await desk.thing(thing.id)).toMatchObject({ pendingDeletion: true })
  })

  test('[R5] a request is open again although another asked meanwhile', async () => {
    const { thing, review } = await asked()
    await desk.decide(review.id, { action: 'reject', reason: 'Still good' })
    const now = await desk.thing(thing.id)
    const other = await school.device('COACH')
    await other.write('equipment', { ...now, id: thing.id, stamp: other.stamp(), _deleted: true }, now)
    const { review: after, decision } = await desk.decide(review.id, { action: 'undo' })
    expect(decision).toMatchObject({ outcome: 'applied' })
    expect(after).toMatchObject({ state: 'open' })
    expect(await desk.thing(thing.id)).toMatchObject({ _deleted: false, pendingDeletion: true })
  })

  test('[R8] a request is settled when a manager deletes the thing without it', async () => {
    const { thing, review } = await asked()
    const now = await desk.thing(thing.id)
    await manager.write('equipment', { ...now, id: thing.id, stamp: manager.stamp(), _deleted: true }, now)
    expect(await desk.thing(thing.id)).toMatchObject({ _deleted: true })
    expect(await desk.review(review.id)).toMatchObject({
      state: 'settled',
      reason: { settled: 'document-deleted' },
    })
  })
})

async function revived() {
  const thing = await desk.newThing()
  await manager.write('equipment', { ...thing, stamp: manager.stamp(), _deleted: true }, thing)
  await coach.write('transactions', entry(coach, 'check_out', thing.id, { toHolderId: ann }))
  const [review] = await desk.of(thing.id)
  if (!review) throw new Error('there is no review')
  expect(review.reason).toEqual({ code: 'transaction-of-deleted' })
  return { thing, review }
}

describe('[S4] a thing that comes back with a code that another got meanwhile', () => {
  /** A thing is deleted, and its label goes to another. */
  async function replaced(fields: Record<string, unknown> = {}) {
    codes += 1
    const codesOf = { tagCode: `BACK-${codes}`, serial: `SN-BACK-${codes}000`, ...fields }
    const gone = await desk.newThing({ ...codesOf, name: 'First' })
    await manager.write('equipment', { ...gone, stamp: manager.stamp(), _deleted: true }, gone)
    const other = await desk.newThing({ ...codesOf, name: 'Second' })
    return { gone, other }
  }

  async function twinsOf(id: string) {
    return (await desk.of(id)).filter(({ kind }) => kind === 'duplicate-tag')
  }

  test('by a transaction: a manager is told of the tag and of the serial', async () => {
    const { gone, other } = await replaced()
    await coach.write('transactions', entry(coach, 'check_out', gone.id, { toHolderId: ann }))
    expect(await desk.thing(gone.id)).toMatchObject({ _deleted: false, holderId: ann })
    const twins = await twinsOf(gone.id)
    expect(twins).toHaveLength(2)
    for (const twin of twins) expect(twin).toMatchObject({ state: 'open', reason: { otherId: other.id } })
    expect(twins.flatMap(({ fields }) => fields).sort()).toEqual(['serial', 'tagCode'])
    const byTag = twins.find(({ fields }) => fields?.[0] === 'tagCode')
    await desk.decide(byTag?.id ?? '', {})
    expect(await desk.thing(gone.id)).not.toHaveProperty('tagCode')
    expect(await desk.thing(other.id)).toMatchObject({ tagCode: gone.tagCode })
  })

  test('by the undo of its deletion', async () => {
    const { thing, review } = await asked({ tagCode: 'BACK-UNDONE' })
    await desk.decide(review.id, { action: 'take-device' })
    const other = await desk.newThing({ tagCode: 'BACK-UNDONE' })
    await desk.decide(review.id, { action: 'undo' })
    expect(await desk.thing(thing.id)).toMatchObject({ _deleted: false })
    expect(await twinsOf(thing.id)).toMatchObject([
      { state: 'open', fields: ['tagCode'], reason: { otherId: other.id } },
    ])
  })

  test('by an edit of it that a manager accepts', async () => {
    const { gone, other } = await replaced({ serial: undefined })
    await laptop.write('equipment', { ...gone, size: 'XL', stamp: laptop.stamp() }, gone)
    const [rejected] = (await desk.of(gone.id)).filter(({ kind }) => kind === 'rejected')
    await desk.decide(rejected?.id ?? '', { action: 'take-device' })
    expect(await desk.thing(gone.id)).toMatchObject({ _deleted: false, size: 'XL' })
    expect(await twinsOf(gone.id)).toMatchObject([{ state: 'open', reason: { otherId: other.id } }])
  })

  test('by an edit that gives it another code: there is nothing to decide', async () => {
    const { gone, other } = await replaced({ serial: undefined })
    const renamed = { ...gone, tagCode: `${gone.tagCode}-OWN`, stamp: laptop.stamp() }
    await laptop.write('equipment', renamed, gone)
    const [rejected] = (await desk.of(gone.id)).filter(({ kind }) => kind === 'rejected')
    await desk.decide(rejected?.id ?? '', { action: 'take-device' })
    expect(await tags(gone, other)).toEqual([`${gone.tagCode}-OWN`, other.tagCode])
    expect((await twinsOf(gone.id)).filter(({ state }) => state === 'open')).toEqual([])
  })

  test('one that shared it before its deletion is asked about anew', async () => {
    const { mine, review } = await duplicate()
    const now = await desk.thing(mine.id)
    await manager.write('equipment', { ...now, id: mine.id, stamp: manager.stamp(), _deleted: true }, now)
    expect(await desk.review(review.id)).toMatchObject({ state: 'settled' })
    await coach.write('transactions', entry(coach, 'check_out', mine.id, { toHolderId: ann }))
    const twins = await twinsOf(mine.id)
    expect(twins.map(({ state }) => state).sort()).toEqual(['open', 'settled'])
  })

  test('one whose code nobody else has asks nobody', async () => {
    const { thing } = await revived()
    expect(await twinsOf(thing.id)).toEqual([])
  })
})
