import { describe, expect, test } from 'vitest'
import type { Subject } from '../access.ts'
import type { AnyDocument } from '../collections/definition.ts'
import { registry } from '../registry.ts'
import { ROLES } from '../roles.ts'
import { createSeeing } from '../seeing.ts'

const seeing = createSeeing(Object.values(registry))

const AUTHOR = '01990000-0000-7000-8000-00000000000a'
const OTHER = '01990000-0000-7000-8000-00000000000b'
const TEAM = '01990000-0000-7000-8000-00000000000c'
const ANN = '01990000-0000-7000-8000-00000000000d'
const BEN = '01990000-0000-7000-8000-00000000000e'
const THING = '01990000-0000-7000-8000-00000000000f'

const subject = (role: Subject['role'], fields: Partial<Subject> = {}): Subject => ({
  userId: AUTHOR,
  role,
  teamIds: [],
  ...fields,
})
const seen = (who: Subject, review: AnyDocument) => seeing.seen(registry.reviews, who, undefined, review)

const person = { id: ANN, stamp: '', name: 'Ann', kind: 'athlete', teamIds: [TEAM], holds: ['unpaid'] }
const head = {
  id: '01990000-0000-7000-8000-000000000001',
  stamp: '',
  kind: 'overwritten',
  collection: 'people',
  documentId: ANN,
  state: 'settled',
  authorId: AUTHOR,
  receivedAt: '2026-01-02T03:04:05.000Z',
  version: 1,
}

/** Filed while its author was a manager; another manager decided on it. */
const ofPerson = {
  ...head,
  base: person,
  device: { ...person, name: 'Anne', holds: [] },
  server: { ...person, name: 'Anna', holds: ['unpaid', 'lost a helmet'] },
  fields: ['holds', 'name'],
  reason: {
    code: 'both-changed',
    lost: [
      { fields: ['name', 'holds'], side: 'device' },
      { fields: ['holds'], side: 'server' },
    ],
  },
  decisions: [
    { id: 'asked', action: 'ask', by: OTHER, reason: 'Which one?' },
    {
      id: 'edited',
      action: 'edit',
      by: OTHER,
      value: { name: 'Anne-Marie', holds: ['none'] },
      seen: { name: 'Anna', holds: ['unpaid'] },
    },
    { id: 'picked', action: 'pick', by: OTHER, fields: { name: 'device', holds: 'server' } },
  ],
  resolution: { id: 'edited', action: 'edit', by: OTHER, value: { name: 'Anne-Marie', holds: ['none'] } },
  effects: { edited: [{ before: { holds: ['unpaid'] } }] },
}

describe('[P6] a review is read by the role that its reader has now', () => {
  test('a coach gets nothing of what is hidden from coaches, in no version and no decision', () => {
    expect(seen(subject('COACH', { teamIds: [TEAM] }), ofPerson)).toEqual({
      ...head,
      base: { id: ANN, stamp: '', name: 'Ann', kind: 'athlete', teamIds: [TEAM] },
      device: { id: ANN, stamp: '', name: 'Anne', kind: 'athlete', teamIds: [TEAM] },
      server: { id: ANN, stamp: '', name: 'Anna', kind: 'athlete', teamIds: [TEAM] },
      fields: ['name'],
      reason: { code: 'both-changed', lost: [{ fields: ['name'], side: 'device' }] },
      decisions: [
        { id: 'asked', action: 'ask', by: OTHER, reason: 'Which one?' },
        { id: 'edited', action: 'edit', by: OTHER, value: { name: 'Anne-Marie' } },
        { id: 'picked', action: 'pick', by: OTHER, fields: { name: 'device' } },
      ],
      resolution: { id: 'edited', action: 'edit', by: OTHER, value: { name: 'Anne-Marie' } },
    })
  })

  test('of a person of another team an author keeps the own words alone', () => {
    expect(seen(subject('COACH'), ofPerson)).toEqual({
      ...head,
      device: { id: ANN, stamp: '', name: 'Anne' },
      fields: ['name'],
      reason: { code: 'both-changed', lost: [{ fields: ['name'], side: 'device' }] },
      decisions: [
        { id: 'asked', action: 'ask', by: OTHER, reason: 'Which one?' },
        { id: 'edited', action: 'edit', by: OTHER },
        { id: 'picked', action: 'pick', by: OTHER, fields: { name: 'device' } },
      ],
      resolution: { id: 'edited', action: 'edit', by: OTHER },
    })
  })

  test('who only wrote the other side gets no version of it', () => {
    const found = seen(subject('COACH', { userId: OTHER }), ofPerson)
    expect(Object.keys(found).filter((field) => ['base', 'device', 'server'].includes(field))).toEqual([])
  })

  test('a member gets nothing of a thing that somebody else has', () => {
    const thing = { id: THING, stamp: '', name: 'Helmet', status: 'checked_out', holderId: BEN, notes: 'x' }
    const review = {
      ...head,
      collection: 'equipment',
      base: thing,
      device: { ...thing, name: 'Helmet 12' },
      server: { ...thing, name: 'Helmet 7' },
      fields: ['name'],
    }
    expect(seen(subject('USER', { personId: ANN }), review)).toEqual({
      ...head,
      collection: 'equipment',
      device: { id: THING, stamp: '', name: 'Helmet 12' },
      fields: ['name'],
    })
    expect(seen(subject('USER', { personId: BEN }), review)).toEqual(review)
  })

  test('a member is not told to whom it was given instead, and is told why', () => {
    const mine = { id: THING, stamp: '', status: 'checked_out', holderId: ANN }
    const toBen = { action: 'edit', by: OTHER, value: { status: 'checked_out', holderId: BEN } }
    const review = {
      ...head,
      kind: 'custody-fork',
      collection: 'equipment',
      server: mine,
      decisions: [toBen],
      resolution: { ...toBen, reason: 'Ben has it' },
    }
    expect(seen(subject('USER', { personId: ANN }), review)).toMatchObject({
      server: mine,
      decisions: [{ action: 'edit', by: OTHER }],
      resolution: { action: 'edit', by: OTHER, reason: 'Ben has it' },
    })
    expect(JSON.stringify(seen(subject('USER', { personId: ANN }), review))).not.toContain(BEN)
  })

  test('a member is not told what stood on a thing when a manager wrote over it', () => {
    const mine = { id: THING, stamp: '', name: 'Helmet', status: 'checked_out', holderId: BEN, notes: 'x' }
    const edit = { action: 'edit', by: OTHER, value: { notes: 'Strap torn' }, seen: { notes: 'Ben owes 40' } }
    const review = { ...head, collection: 'equipment', server: mine, fields: ['notes'], decisions: [edit] }
    expect(seen(subject('USER', { personId: ANN }), review)).toMatchObject({
      decisions: [{ action: 'edit', by: OTHER }],
    })
    for (const personId of [ANN, BEN])
      expect(JSON.stringify(seen(subject('USER', { personId }), review))).not.toContain('Ben owes')
  })

  test('what was stored and is shown as a side is nobody’s words', () => {
    const stored = { id: THING, stamp: '', name: 'Helmet', holderId: BEN, condition: 'poor' }
    const review = { ...head, collection: 'equipment', device: stored, fields: ['condition'] }
    expect(seen(subject('USER'), review)).toMatchObject({
      device: { id: THING, stamp: '', condition: 'poor' },
    })
    expect(seen(subject('USER'), review).device).not.toHaveProperty('holderId')
  })

  test('[P4] what a member sent of a thing that it never saw is kept for it whole', () => {
    const sent = { id: THING, stamp: '', name: 'Mine?', notes: 'Found behind the bus' }
    const review = { ...head, kind: 'rejected', state: 'open', collection: 'equipment', device: sent }
    expect(seen(subject('USER'), review)).toEqual(review)
  })

  test('[S4] a ledger entry is read by the right to entries', () => {
    const entry = { id: BEN, stamp: '', equipmentId: THING, type: 'report_lost', actorId: AUTHOR }
    const review = {
      ...head,
      kind: 'deletion',
      collection: 'equipment',
      device: entry,
      server: { id: THING, stamp: '', name: 'Helmet', _deleted: true },
      transactionIds: [BEN],
    }
    const { server, ...rest } = review
    expect(server).toBeDefined()
    expect(seen(subject('USER'), review)).toEqual(rest)
  })

  test('a version that is kept as text is cut as well, and stays text', () => {
    const json = (version: object) => ({ json: JSON.stringify(version) })
    const noted = { ...person, note: 'a\u0000b' }
    const review = { ...head, device: json(noted), base: json(person) }
    const { holds: _, ...left } = noted
    expect(seen(subject('COACH', { teamIds: [TEAM] }), review).device).toEqual(json(left))
    expect(seen(subject('COACH'), review)).toEqual({
      ...head,
      device: json({ id: ANN, stamp: '', note: 'a\u0000b' }),
    })
  })

  test('a decision that was refused as a write keeps the own entry, without what is hidden anywhere', () => {
    const of = (id: string, value: object) => ({ id, action: 'edit', version: 0, value })
    const base = { id: THING, stamp: '', decisions: [of('first', { name: 'By a manager' })] }
    const mine = of('mine', { name: 'Anne', holds: ['none'] })
    const review = {
      ...head,
      kind: 'rejected',
      collection: 'reviews',
      base,
      device: { ...base, decisions: [...base.decisions, mine] },
    }
    expect(seen(subject('COACH'), review)).toEqual({
      ...head,
      kind: 'rejected',
      collection: 'reviews',
      device: { id: THING, stamp: '', decisions: [of('mine', { name: 'Anne' })] },
    })
  })

  test('who reads every collection whole gets every review whole', () => {
    const whole = ROLES.filter((role) => !['STATION', 'USER', 'COACH'].includes(role))
    expect(whole).toEqual(expect.arrayContaining(['EQUIPMENT_MANAGER', 'SCHOOL_ADMIN']))
    for (const role of whole) {
      expect(seeing.cuts(registry.reviews, role)).toBe(false)
      expect(seen(subject(role), ofPerson)).toBe(ofPerson)
    }
  })
})
