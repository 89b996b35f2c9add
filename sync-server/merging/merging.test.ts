import { randomBytes } from 'node:crypto'
import * as automerge from '@automerge/automerge'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AnyDocument } from '../../shared/collections/definition.ts'
import { equipment } from '../../shared/collections/equipment.ts'
import { uuidv7 } from '../../shared/ids.ts'
import { changeActor } from '../../shared/merge-document/actors.ts'
import { commit, withHandles } from '../../shared/merge-document/automerge.ts'
import { toBase64 } from '../../shared/merge-document/base64.ts'
import { mergeFieldsOf } from '../../shared/merge-document/contents.ts'
import { CUSTOM, NOTES } from '../../shared/merge-document/first-change.ts'
import { generationOf } from '../../shared/merge-document/generation.ts'
import { growDocument } from '../../shared/merge-document/grow.ts'
import { encodeDocument, openDocument } from '../../shared/merge-document/open-document.ts'
import type { PushRow } from '../../shared/protocol.ts'
import { createSchoolSync } from '../create-school-sync.ts'
import { connectDatabase, type Database } from '../db/database.ts'
import type { Sender } from '../sync/sender.ts'
import { createTestSchool, helmet, type TestDevice, type TestSchool } from '../sync/test-school.ts'
import { withTenant } from '../tenancy/with-tenant.ts'
import { decompressionBomb } from './bomb.ts'
import { findContradictions } from './check-projections.ts'
import { createMerging } from './merging.ts'
import { manyChanges, slowDocument } from './slow-document.ts'

let school: TestSchool
let admin: Database
let ann: TestDevice
let ben: TestDevice

beforeAll(async () => {
  school = await createTestSchool()
  admin = connectDatabase(school.database.adminUrl, { max: 1, name: 'check' })
  ann = await school.device('EQUIPMENT_MANAGER')
  ben = await school.device('COACH')
})
afterAll(async () => {
  await admin.end({ timeout: 1 })
  await school.close()
})

async function stored(id: string): Promise<AnyDocument> {
  const found = (await ann.all('equipment')).find((document) => document.id === id)
  if (!found) throw new Error(`${id} is not stored`)
  const { _deleted, ...document } = found
  return document
}

async function reviewsOf(documentId: string) {
  return (await ann.all('reviews')).filter((review) => review.documentId === documentId)
}

/** A thing whose document was begun by a first change of its notes. */
async function noted(fields: Record<string, unknown>): Promise<AnyDocument> {
  const made = helmet(ann.stamp())
  await ann.write('equipment', made)
  await ann.write('equipment', { ...made, ...fields, stamp: ann.stamp() }, made)
  const first = await stored(made.id)
  await ann.write('equipment', { ...first, notes: `${first.notes}.`, stamp: ann.stamp() }, first)
  return await stored(made.id)
}

/** The same change as a device makes it that could load what grows documents. */
function grown(device: TestDevice, base: AnyDocument, fields: Record<string, unknown>): AnyDocument {
  const sent = { ...base, ...fields, stamp: device.stamp() }
  const write = { deviceId: device.deviceId, stamp: sent.stamp }
  const merge = growDocument(automerge, mergeFieldsOf(base), mergeFieldsOf(sent), write)
  if (merge === undefined) throw new Error('the document could not be grown')
  return { ...sent, merge }
}

describe('[A1] edits that were made apart', () => {
  test('of the projection alone: both stay, and the stored document says so', async () => {
    const base = await noted({ notes: 'Strap broken', tags: ['blue', 'old'] })
    await ann.write('equipment', { ...base, notes: 'Chin strap broken.', stamp: ann.stamp() }, base)
    const late = { ...base, notes: 'Strap broken. Visor cracked.', tags: ['blue'], stamp: ben.stamp() }
    const answer = await ben.write('equipment', late, base)
    expect(answer).toMatchObject({
      rejected: [],
      documents: [{ notes: 'Chin strap broken. Visor cracked.', tags: ['blue'] }],
    })
    expect(answer.documents).toEqual([{ ...(await stored(base.id)), _deleted: false }])
    expect(await findContradictions(admin, school.tenant)).toEqual([])
  })

  test('of the documents: what is stored is what was sent where nobody else wrote, and both words where somebody did', async () => {
    const base = await noted({ notes: 'Strap broken' })
    const mine = grown(ann, base, { notes: 'Strap broken. Ann.' })
    expect(await ann.write('equipment', mine, base)).toEqual({ documents: [], rejected: [] })
    expect((await stored(base.id)).merge).toBe(mine.merge)
    const theirs = grown(ben, base, { notes: 'Ben: Strap broken.', custom: { shelf: 4 } })
    const { documents } = await ben.write('equipment', { ...theirs, notes: 'a contradiction' }, base)
    expect(documents).toMatchObject([{ notes: 'Ben: Strap broken. Ann.', custom: { shelf: 4 } }])
  })

  test('a first document that a device made with its thing is kept as it is', async () => {
    const made = grown(ann, helmet(ann.stamp()), { notes: 'From the start', custom: { row: 1 } })
    expect(await ann.write('equipment', made)).toEqual({ documents: [], rejected: [] })
    expect(await stored(made.id)).toMatchObject({ notes: 'From the start', merge: made.merge })
  })

  test('twenty devices at once on one thing: every word is there', async () => {
    const base = await noted({ notes: 'Start' })
    const devices = await Promise.all(Array.from({ length: 20 }, () => school.device('COACH')))
    await Promise.all(
      devices.map((device, index) => {
        const notes = `${base.notes} word${index}x`
        const projection = { ...base, notes, stamp: device.stamp() }
        return device.write('equipment', index % 2 ? projection : grown(device, base, { notes }), base)
      }),
    )
    const { notes } = await stored(base.id)
    for (const [index] of devices.entries())
      expect(String(notes).split(`word${index}x`), `word ${index}`).toHaveLength(2)
    expect(await findContradictions(admin, school.tenant)).toEqual([])
  })

  test('one field of one name with two values: the one that does not hold is in a review', async () => {
    const base = await noted({ notes: 'Start', custom: { row: 1 } })
    await ann.write('equipment', grown(ann, base, { custom: { row: 7 } }), base)
    await ben.write('equipment', grown(ben, base, { custom: { row: 9 } }), base)
    const holds = Number(
      (await stored(base.id)).custom && Object.values(Object(await stored(base.id)).custom)[0],
    )
    const [review, ...more] = await reviewsOf(base.id)
    expect(more).toEqual([])
    expect(review).toMatchObject({
      kind: 'overwritten',
      state: 'settled',
      fields: ['custom'],
      device: { custom: { row: 9 } },
      server: { custom: { row: 7 } },
      reason: {
        code: 'both-changed',
        lost: [{ fields: ['custom'], policy: 'merge', side: holds === 7 ? 'device' : 'server' }],
      },
    })
  })

  test('[S5] a thing that was created twice says what either said', async () => {
    const one = helmet(ann.stamp(), { tagCode: 'TWICE-1', notes: 'Ann saw it', tags: ['blue'] })
    await ann.write('equipment', one)
    const deputy = await school.device('EQUIPMENT_MANAGER')
    const two = grown(deputy, helmet(deputy.stamp(), { tagCode: 'TWICE-1' }), {
      notes: 'Dee saw it',
      tags: ['old'],
    })
    await deputy.write('equipment', two)
    expect(await stored(one.id)).toMatchObject({ notes: 'Ann saw it\nDee saw it', tags: ['blue', 'old'] })
  })
})

test('[P1] a document of the same heads in other bytes is no difference', async () => {
  const base = await noted({ notes: Array.from({ length: 400 }, (_, index) => `word${index}`).join(' ') })
  const merge = withHandles((keep) =>
    toBase64(keep(openDocument(automerge, String(base.merge))!).saveNoCompress()),
  )
  expect(merge).not.toBe(base.merge)
  const sent = { ...base, name: 'Renamed', merge, stamp: ann.stamp() }
  const answer = await ann.write('equipment', sent, base)
  expect(answer).toEqual({ documents: [], rejected: [] })
  expect(await stored(base.id)).toMatchObject({ name: 'Renamed', merge: base.merge })
  const audited = (await school.rows('audit')).map(({ detail }) => detail)
  expect(audited).toContainEqual({ stamp: sent.stamp, fields: ['name'] })
})

test('[P2] a repeated push changes nothing', async () => {
  const base = await noted({ notes: 'Strap broken', custom: { row: 1 } })
  await ann.write('equipment', grown(ann, base, { custom: { row: 7 } }), base)
  const rows = [
    { newDocumentState: grown(ben, base, { notes: 'Ben', custom: { row: 9 } }), assumedMasterState: base },
    { newDocumentState: { ...helmet(ben.stamp()), merge: 'AAAA' } },
  ]
  const first = await ben.push('equipment', rows)
  const before = [await school.counter(), await school.rows('audit'), await school.rows('reviews')]
  expect(await ben.push('equipment', rows)).toEqual(first)
  expect([await school.counter(), await school.rows('audit'), await school.rows('reviews')]).toEqual(before)
})

test('[C4] edits that leave one after the other with the old base repeat no word', async () => {
  const made = helmet(ann.stamp())
  await ann.write('equipment', made)
  const steps = ['Strap', 'Strap broken', 'Strap broken today']
  const rows = steps.map((notes) => ({ ...made, notes, stamp: ann.stamp() }))
  for (const row of rows) await ann.write('equipment', row, made)
  expect((await stored(made.id)).notes).toBe('Strap broken today')
  const all = helmet(ann.stamp())
  await ann.write('equipment', all)
  await Promise.all(steps.map((notes) => ann.write('equipment', { ...all, notes, stamp: ann.stamp() }, all)))
  expect((await stored(all.id)).notes).toBe('Strap broken today')
})

describe('[P4] [A1] a bad document is refused and kept, and blocks nobody', () => {
  test.each([
    ['no base64', () => '%%%', 'malformed'],
    [
      'no document',
      () => toBase64(new TextEncoder().encode('not a document, whatever it says')),
      'malformed',
    ],
    ['one that began by itself', () => toBase64(automerge.save(automerge.from({ notes: 'x' }))), 'malformed'],
    ['one that unpacks to a quarter of a gigabyte', () => decompressionBomb(250), 'history-too-long'],
    ['notes beyond their limit', () => noise(20_001), 'too-long'],
  ])('%s', async (_what, make, code) => {
    const good = grown(ann, helmet(ann.stamp()), { notes: 'Good' })
    const bad = { ...helmet(ann.stamp()), notes: 'Typed words', merge: make() }
    const { rejected } = await ann.push('equipment', [{ newDocumentState: bad }, { newDocumentState: good }])
    expect(rejected).toMatchObject([{ id: bad.id, code: 'invalid' }])
    expect(await reviewsOf(bad.id)).toMatchObject([
      {
        kind: 'rejected',
        id: rejected[0]?.reviewId,
        device: { notes: 'Typed words' },
        reason: { issues: [{ field: 'merge', code }] },
      },
    ])
    expect(await stored(good.id)).toMatchObject({ notes: 'Good' })
  })

  test.each([
    ['of a length that is looked into', 250],
    ['longer than may be stored', 500],
  ])('as the base of a change it counts for nothing, and is not merged (%s)', async (_what, megabytes) => {
    const merged: unknown[] = []
    const merging = createMerging()
    const sync = createSchoolSync({
      database: school.pool,
      onError: (error) => merged.push(error),
      merging: {
        ...merging,
        outcome(unit, definition, id, task) {
          merged.push(task.base?.merge?.length)
          return merging.outcome(unit, definition, id, task)
        },
      },
    })
    const base = await noted({ notes: 'Strap broken' })
    const sent = { ...base, notes: 'Strap broken. More.', stamp: ann.stamp() }
    const known = { ...base, merge: decompressionBomb(megabytes) }
    const { rejected } = await ann.push(
      'equipment',
      [{ newDocumentState: sent, assumedMasterState: known }],
      sync,
    )
    await sync.close()
    expect(new Set(merged)).toEqual(new Set([undefined]))
    expect(rejected).toEqual([])
    expect((await stored(base.id)).notes).toContain('More.')
  })

  test('also beside more of them than are remembered', async () => {
    const merging = createMerging()
    try {
      const documents = Array.from({ length: 2_100 }, (_, index) =>
        toBase64(new TextEncoder().encode(`bad${index}`)),
      )
      const found = await merging.check(school.tenant.id, ann.sender, equipment, documents)
      expect([...found.values()]).toEqual(documents.map(() => ({ field: 'merge', code: 'malformed' })))
    } finally {
      await merging.close()
    }
  })

  test('what two wrote apart and is too long together is refused by its field', async () => {
    const base = await noted({ notes: 'word '.repeat(2_000).trim() })
    const add = (word: string) => `${base.notes}${` ${word}`.repeat(2_000)}`
    await ann.write('equipment', { ...base, notes: add('ann'), stamp: ann.stamp() }, base)
    const { rejected, documents } = await ben.write(
      'equipment',
      { ...base, notes: add('benjamin'), stamp: ben.stamp() },
      base,
    )
    expect(rejected).toMatchObject([{ id: base.id, code: 'invalid' }])
    expect(documents).toMatchObject([{ notes: add('ann') }])
    expect(await reviewsOf(base.id)).toMatchObject([
      {
        device: { notes: add('benjamin') },
        reason: { issues: [{ field: 'notes', code: 'too-long', limit: 20_000 }] },
      },
    ])
  })
})

function noise(length: number): string {
  return growDocument(automerge, {}, { notes: 'x'.repeat(length) }, { deviceId: 'd', stamp: '1' }) ?? ''
}

/** A server whose looking into documents is watched: what is handed over, and what happens before. */
function watched(before: () => Promise<unknown> = async () => undefined) {
  const looked: string[] = []
  const lists: (readonly string[])[] = []
  const merging = createMerging()
  const sync = createSchoolSync({
    database: school.pool,
    onError(error) {
      throw error
    },
    merging: {
      ...merging,
      async check(tenantId, sender, definition, documents) {
        await before()
        looked.push(...documents)
        lists.push(documents)
        return await merging.check(tenantId, sender, definition, documents)
      },
    },
  })
  return { looked, lists, sync }
}

describe('[P7] [A1] who may not write has nothing looked into', () => {
  const bad = decompressionBomb(250)

  test.each<[string, () => Promise<{ by: TestDevice; row: PushRow }>]>([
    [
      'a thing that a coach may not create',
      async () => ({ by: ben, row: { newDocumentState: { ...helmet(ben.stamp()), merge: bad } } }),
    ],
    [
      'a thing that a member may not note on',
      async () => {
        const personId = uuidv7()
        await ann.write('people', { id: personId, stamp: ann.stamp(), name: 'Mia' })
        const base = helmet(ann.stamp())
        await ann.write('equipment', base)
        const mia = await school.device('USER', { personId })
        return {
          by: mia,
          row: { newDocumentState: { ...base, merge: bad, stamp: mia.stamp() }, assumedMasterState: base },
        }
      },
    ],
    [
      'in the name of another device',
      async () => {
        const base = await noted({ notes: 'Strap' })
        return {
          by: ben,
          row: { newDocumentState: { ...base, merge: bad, stamp: ann.stamp() }, assumedMasterState: base },
        }
      },
    ],
    [
      'beside what is not valid anyway',
      async () => ({
        by: ann,
        row: { newDocumentState: { ...helmet(ann.stamp(), { size: 5 }), merge: bad } },
      }),
    ],
  ])('%s', async (_what, make) => {
    const { by, row } = await make()
    const { looked, sync } = watched()
    const { rejected } = await by.push('equipment', [row], sync)
    await sync.close()
    expect(rejected).toMatchObject([{ id: row.newDocumentState.id }])
    expect(looked).toEqual([])
  })

  test('nor has a deletion, nor a write that was taken before', async () => {
    const base = await noted({ notes: 'Strap' })
    const taken = grown(ben, base, { notes: 'Strap broken' })
    await ben.write('equipment', taken, base)
    const { looked, sync } = watched()
    await ben.push('equipment', [{ newDocumentState: taken, assumedMasterState: base }], sync)
    const gone = { ...base, merge: bad, stamp: ann.stamp(), _deleted: true }
    await ann.push('equipment', [{ newDocumentState: gone, assumedMasterState: base }], sync)
    await sync.close()
    expect(looked).toEqual([])
  })

  test.each([
    ['a good one is merged', 'Ben saw it', []],
    ['a bad one is refused', undefined, [{ code: 'invalid' }]],
  ])(
    'where the right to it comes with another commit it is looked into then: %s',
    async (_what, notes, expected) => {
      const made = helmet(ann.stamp())
      const { looked, sync } = watched(async () => {
        // By now the rights were judged: there was nothing that a coach might change.
        if (looked.length === 0) await ann.write('equipment', made)
      })
      const sent =
        notes === undefined ? { ...made, stamp: ben.stamp(), merge: bad } : grown(ben, made, { notes })
      const { rejected } = await ben.push(
        'equipment',
        [{ newDocumentState: sent, assumedMasterState: made }],
        sync,
      )
      await sync.close()
      expect(rejected).toMatchObject(expected)
      expect(looked).toEqual([sent.merge])
      expect((await stored(made.id)).notes).toBe(notes)
    },
  )
})

describe('[A1] [D11] a thing that is not there is made by a change of it', () => {
  test('a document that its base carries as well is looked into', async () => {
    const lost = { ...helmet(ann.stamp()), notes: 'Typed words', merge: decompressionBomb(250) }
    const { rejected } = await ann.write('equipment', { ...lost, name: 'Renamed', stamp: ann.stamp() }, lost)
    expect(rejected).toMatchObject([{ id: lost.id, code: 'invalid' }])
    expect(await reviewsOf(lost.id)).toMatchObject([
      {
        device: { notes: 'Typed words' },
        reason: { issues: [{ field: 'merge', code: 'history-too-long' }] },
      },
    ])
  })

  test('also of many at once, by one list', async () => {
    const { lists, sync } = watched()
    const rows = Array.from({ length: 20 }, (_, index) => {
      const lost = grown(ann, helmet(ann.stamp()), { notes: `Note ${index}` })
      return { newDocumentState: { ...lost, name: 'Renamed', stamp: ann.stamp() }, assumedMasterState: lost }
    })
    expect(await ann.push('equipment', rows, sync)).toEqual({ documents: [], rejected: [] })
    await sync.close()
    expect(lists).toEqual([expect.arrayContaining(rows.map((row) => row.assumedMasterState.merge))])
  })

  test('and decides what the thing says', async () => {
    const lost = grown(ann, helmet(ann.stamp()), { notes: 'Strap broken', tags: ['blue'] })
    const told = { ...lost, notes: 'A contradiction' }
    await ann.write('equipment', { ...told, name: 'Renamed', stamp: ann.stamp() }, told)
    expect(await stored(lost.id)).toMatchObject({
      name: 'Renamed',
      notes: 'Strap broken',
      tags: ['blue'],
      merge: lost.merge,
    })
  })

  test.each([
    ['with a document that grew', (base: AnyDocument) => grown(ann, base, { notes: 'Strap broken today' })],
    [
      'by its projection alone',
      (base: AnyDocument) => ({ ...base, notes: 'Strap broken today', stamp: ann.stamp() }),
    ],
  ])('its words are all there (%s)', async (_what, change) => {
    const lost = grown(ann, helmet(ann.stamp()), { notes: 'Strap broken', tags: ['blue'] })
    await ann.write('equipment', change(lost), lost)
    expect(await stored(lost.id)).toMatchObject({ notes: 'Strap broken today', tags: ['blue'] })
    expect(await findContradictions(admin, school.tenant)).toEqual([])
  })
})

describe('[A1] what a history may cost', () => {
  test('one that is too long is refused, and its words are kept', async () => {
    const bad = { ...helmet(ann.stamp()), notes: 'Typed words', merge: slowDocument(110_000) }
    const { rejected } = await ann.push('equipment', [{ newDocumentState: bad }])
    expect(rejected).toMatchObject([{ id: bad.id, code: 'invalid' }])
    expect(await reviewsOf(bad.id)).toMatchObject([
      {
        device: { notes: 'Typed words' },
        reason: { issues: [{ field: 'merge', code: 'history-too-long', limit: 100_000 }] },
      },
    ])
  })

  test('[P8] a push of more than is looked into at once is 413, and goes through in halves', async () => {
    const rows = Array.from({ length: 12 }, (_, index) => ({
      newDocumentState: {
        ...helmet(ann.stamp()),
        merge: manyChanges(9_000, index.toString(16).padStart(32, '0')),
      },
    }))
    await expect(ann.push('equipment', rows)).rejects.toMatchObject({ code: 'too-large' })
    for (const half of [rows.slice(0, 6), rows.slice(6)])
      expect(await ann.push('equipment', half)).toMatchObject({ rejected: [] })
    // What was taken is not looked into again.
    expect(await ann.push('equipment', rows)).toMatchObject({ rejected: [] })
  })

  test('it is given up before it is too long, however few its bytes are', async () => {
    const base = await noted({ notes: 'Strap broken' })
    const merge = withHandles((keep) => {
      const handle = keep(openDocument(automerge, String(base.merge), changeActor('long', '1'))!)
      for (let turn = 0; turn < 4; turn += 1) {
        handle.splice(NOTES, 0, 0, 'x'.repeat(15_000))
        handle.splice(NOTES, 0, 15_000)
      }
      commit(handle)
      return encodeDocument(handle)
    })
    const { documents } = await ann.write('equipment', { ...base, merge, stamp: ann.stamp() }, base)
    expect(documents).toMatchObject([{ notes: 'Strap broken.' }])
    const { merge: compacted } = await stored(base.id)
    expect(withHandles((keep) => keep(openDocument(automerge, String(compacted))!).stats().numOps)).toBe(16)
    // A device adds nothing to such a history: it sends its words alone.
    const next = { ...mergeFieldsOf({ ...base, merge }), notes: 'Strap broken. More.' }
    const write = { deviceId: 'tablet', stamp: ann.stamp() }
    expect(growDocument(automerge, mergeFieldsOf({ ...base, merge }), next, write)).toBeUndefined()
  })
})

test('[A1] a school whose documents take long keeps no other school waiting', async () => {
  const rows = Array.from({ length: 8 }, (_, index) => ({
    newDocumentState: {
      ...helmet(ann.stamp()),
      merge: slowDocument(45_000, index.toString(16).padStart(32, '0')),
    },
  }))
  const sent = grown(ben, helmet(ben.stamp()), { notes: 'Strap' })
  const sender: Sender = { ...ben.sender, subject: ann.subject }
  const state = { ended: false }
  const long = ann.push('equipment', rows).then((answer) => {
    state.ended = true
    return answer
  })
  const other = [{ newDocumentState: sent }]
  expect(await school.sync.push(school.other, equipment, sender, other)).toMatchObject({ rejected: [] })
  expect(state.ended).toBe(false)
  expect(await long).toMatchObject({ rejected: [] })
})

test('[A1] a history that grew too long is given up, and a device that holds it loses nothing', async () => {
  const base = await noted({ notes: 'Strap broken' })
  const merge = withHandles((keep) => {
    const handle = keep(openDocument(automerge, String(base.merge), changeActor('long', '1'))!)
    for (let turn = 0; turn < 90; turn += 1) {
      handle.put(CUSTOM, 'log', randomBytes(1_000).toString('base64'), 'str')
      commit(handle)
    }
    handle.delete(CUSTOM, 'log')
    handle.splice(NOTES, 0, handle.length(NOTES), 'Strap mended')
    commit(handle)
    return encodeDocument(handle)
  })
  const long = { ...base, notes: 'Strap mended', merge, stamp: ann.stamp() }
  const { documents } = await ann.write('equipment', long, base)
  expect(documents).toMatchObject([{ notes: 'Strap mended' }])
  const compacted = await stored(base.id)
  expect(String(compacted.merge).length).toBeLessThan(1_000)
  expect(
    withHandles((keep) => generationOf(keep(openDocument(automerge, String(compacted.merge))!)).number),
  ).toBe(1)

  await ben.write('equipment', grown(ben, long, { notes: 'Strap mended. Ben.', tags: ['old'] }), long)
  await ann.write('equipment', { ...long, custom: { shelf: 1 }, stamp: ann.stamp() }, long)
  expect(await stored(base.id)).toMatchObject({
    notes: 'Strap mended. Ben.',
    tags: ['old'],
    custom: { shelf: 1 },
  })
})

test('[A1] what contradicts its document is found and left as it is', async () => {
  const base = await noted({ notes: 'Strap broken' })
  await withTenant(
    school.pool,
    school.tenant,
    (tx) => tx`update equipment set notes = 'Changed by hand', tags = '{wrong}' where id = ${base.id}`,
  )
  const other = await noted({ notes: 'Visor' })
  await withTenant(
    school.pool,
    school.tenant,
    (tx) => tx`update equipment set merge = 'AAAA' where id = ${other.id}`,
  )
  const found = await findContradictions(admin, school.tenant)
  expect(found.toSorted((a, b) => a.fields.length - b.fields.length)).toEqual([
    { id: other.id, fields: ['merge'] },
    { id: base.id, fields: ['notes', 'tags'] },
  ])
  expect((await stored(base.id)).notes).toBe('Changed by hand')
})
