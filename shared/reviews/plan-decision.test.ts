import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { AnyDocument } from '../collections/definition.ts'
import { REVIEW_KINDS, REVIEW_STATES, type Review } from '../collections/reviews.ts'
import { custodyAfter } from '../custody.ts'
import type { Link } from '../custody-chain.ts'
import { type Json, sameJson } from '../json.ts'
import { collectionNames, isCollectionName, registry } from '../registry.ts'
import { decidedReview, nextVersion, outdated } from './decided-review.ts'
import { actionsFor, DECISION_ACTIONS, DECISION_PROBLEMS, type Decision, SIDES } from './decision.ts'
import { planAhead } from './plan-ahead.ts'
import { type Plan, planDecision } from './plan-decision.ts'
import { isProblem } from './planned.ts'
import type { Decider, Known, World } from './world.ts'

const id = (n: number) => `01990000-0000-7000-8000-${String(n).padStart(12, '0')}`
const stamp = (n: number) => `${String(n).padStart(13, '0')}-0000-device`
const [THING, ANN, BEN, CAL, MANAGER, REVIEW] = [id(1), id(11), id(12), id(13), id(50), id(200)]
const by: Decider = { userId: MANAGER, role: 'EQUIPMENT_MANAGER', deviceId: 'desk' }

/** A school in memory, in which plans are carried out as simply as can be. */
function memorySchool() {
  const documents = new Map<string, Known>()
  const ledger: Link[] = []
  const put = (collection: string, document: AnyDocument, deleted = false) =>
    documents.set(`${collection} ${document.id}`, { document, deleted })
  const world: World = {
    definition: (name) => (isCollectionName(name) ? registry[name] : undefined),
    document: (collection, one) => documents.get(`${collection} ${one}`),
    ledger: (equipmentId) => (equipmentId === THING ? ledger : []),
    openDeletions: () => [],
    rejections: () => [],
    withTag: (tagCode) =>
      [...documents].flatMap(([key, { document, deleted }]) =>
        key.startsWith('equipment ') && !deleted && document.tagCode === tagCode ? [document.id] : [],
      ),
  }
  for (const [person, name] of [
    [ANN, 'Ann'],
    [BEN, 'Ben'],
    [CAL, 'Cal'],
  ] as const)
    put('people', { id: person, stamp: stamp(1), name, kind: 'athlete', active: true })
  put('equipment', { id: THING, stamp: stamp(1), kind: 'serialized', name: 'Helmet', status: 'available' })

  function enter(link: Link, equipmentId = THING) {
    if (equipmentId === THING) ledger.push(link)
    put('transactions', { ...link, equipmentId })
    const thing = documents.get(`equipment ${equipmentId}`)?.document
    const after = custodyAfter(link)
    if (!thing || !after) return
    const { holderId: _h, locationId: _l, dueAt: _d, ...rest } = thing
    put('equipment', { ...rest, ...after })
  }

  function carryOut({ writes }: Plan) {
    for (const { collection, documentId, kind, fields } of writes) {
      const before = world.document(collection, documentId)?.document
      if (kind === 'create' && collection === 'transactions') {
        const { equipmentId, type, previousId, previousIds, toHolderId, fromHolderId } = fields
        const link = { id: documentId, stamp: stamp(ledger.length + 100), type, previousId, previousIds }
        const moving = JSON.parse(JSON.stringify({ ...link, toHolderId, fromHolderId }))
        enter(moving, String(equipmentId))
      } else if (kind === 'create') put(collection, { ...fields, id: documentId, stamp: stamp(100) })
      else if (before && kind !== 'update') put(collection, before, kind === 'delete')
      else if (before) put(collection, { ...before, ...fields })
    }
  }

  return { world, put, enter, carryOut, ledger, thing: () => documents.get(`equipment ${THING}`)?.document }
}

const decision = (n: number, fields: Partial<Decision>): Decision => ({
  id: id(n),
  action: 'take-server',
  version: 0,
  at: '2026-09-01T10:00:00.000Z',
  ...fields,
})

function forkReview(ledger: readonly Link[]): Review {
  return {
    id: REVIEW,
    stamp: '',
    kind: 'custody-fork',
    collection: 'equipment',
    documentId: THING,
    state: 'open',
    receivedAt: '2026-09-01T09:00:00.000Z',
    transactionIds: ledger.map((link) => link.id),
    version: 0,
  }
}

const whereabouts = (thing: AnyDocument | undefined) => [thing?.status, thing?.holderId]

describe('[R4] [R5] a fork of any ends, decided and undone', () => {
  const people = [ANN, BEN, CAL]
  const end = fc.record({
    type: fc.constantFrom<Link['type']>('check_out', 'report_lost', 'check_in', 'maintenance_out'),
    holder: fc.constantFrom(...people),
  })
  const choice = fc.constantFrom<Partial<Decision>>(
    { action: 'take-server' },
    { action: 'reverse' },
    { action: 'edit', value: { status: 'checked_out', holderId: CAL } },
    { action: 'edit', value: { status: 'retired' } },
    { action: 'retag', value: { tagCode: 'SECOND' } },
    { action: 'take-device' },
  )

  test('names every end, is where it says, goes back to where it was, and can be decided again', () => {
    fc.assert(
      fc.property(fc.array(end, { minLength: 2, maxLength: 5 }), choice, choice, (sides, first, again) => {
        const school = memorySchool()
        for (const [index, { type, holder }] of sides.entries())
          school.enter({
            id: id(100 + index),
            stamp: stamp(10 + index),
            type,
            ...(type === 'report_lost' ? { fromHolderId: holder } : { toHolderId: holder }),
          })
        const ends = school.ledger.map((link) => link.id)
        const before = whereabouts(school.thing())
        const value = { transactionId: ends[0] ?? '', ...first.value }
        const review = forkReview(school.ledger)
        const made = decision(300, { ...first, value })
        const plan = planDecision(review, made, school.world, by)
        // The same from the same: what a device shows is what the server does.
        expect(plan).toEqual(planDecision(review, made, school.world, by))
        if (isProblem(plan)) throw new Error(plan.problem)
        expect(plan.writes[0]?.fields.previousIds).toEqual(ends)
        school.carryOut(plan)
        const moved = plan.effects.find(({ collection }) => collection === 'equipment')
        for (const [field, after] of Object.entries(moved?.after ?? {}))
          expect(school.thing()?.[field] ?? null).toEqual(after)
        const resolved = decidedReview(review, { ...made, outcome: 'applied' }, plan, by)
        expect(resolved).toMatchObject({ state: 'resolved', version: 1, resolvedBy: MANAGER })

        const undo = decision(400, { action: 'undo', version: 1 })
        const back = planDecision(resolved, undo, school.world, by)
        if (isProblem(back)) throw new Error(back.problem)
        school.carryOut(back)
        expect(whereabouts(school.thing())).toEqual(before)
        const opened = decidedReview(resolved, { ...undo, outcome: 'applied' }, back, by)
        expect(opened).toMatchObject({ state: 'open', version: 2 })
        expect(opened).not.toHaveProperty('resolution')

        const third = decision(500, {
          ...again,
          version: 2,
          value: { transactionId: ends[0] ?? '', ...again.value },
        })
        const anew = planDecision(opened, third, school.world, by)
        if (isProblem(anew)) throw new Error(anew.problem)
        expect(anew.writes[0]?.fields.previousIds).toEqual(expect.arrayContaining(ends))
        expect(school.ledger.map((link) => link.id)).toEqual(expect.arrayContaining(ends))
      }),
    )
  })
})

describe('a decision on whatever there is', () => {
  const anyJson: fc.Arbitrary<Json> = fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)))
  const idOrNone = fc.constantFrom(THING, ANN, id(101), id(999), 'x', '')
  const version = fc.oneof(
    anyJson,
    fc.record(
      {
        id: idOrNone,
        name: fc.constantFrom<Json>('Helmet', '', 7),
        status: fc.constantFrom<Json>('lost', 'checked_out', 'x'),
        holderId: idOrNone,
        custodyId: idOrNone,
        tagCode: fc.constantFrom<Json>('A', 'B', null),
        type: fc.constantFrom<Json>('check_out', 'adjust', 'x'),
        equipmentId: idOrNone,
        toHolderId: idOrNone,
        quantity: fc.constantFrom<Json>(3, -3, 'x'),
        _deleted: fc.boolean(),
      },
      { requiredKeys: [] },
    ),
  )
  const review = fc.record({
    id: fc.constant(REVIEW),
    stamp: fc.constant(''),
    kind: fc.constantFrom(...REVIEW_KINDS),
    collection: fc.constantFrom(...collectionNames, 'nothing'),
    documentId: idOrNone,
    state: fc.constantFrom(...REVIEW_STATES),
    base: version,
    device: version,
    server: version,
    fields: fc.array(fc.constantFrom('name', 'tagCode', 'status', 'merge', 'x')),
    reason: anyJson,
    receivedAt: fc.constant('2026-09-01T09:00:00.000Z'),
    transactionIds: fc.array(idOrNone),
    decisions: anyJson,
    effects: anyJson,
    resolution: anyJson,
    version: fc.constant(0),
  })
  const made = fc.record({
    action: fc.constantFrom(...DECISION_ACTIONS),
    fields: fc.dictionary(fc.constantFrom('name', 'tagCode', 'x', '__proto__'), fc.constantFrom(...SIDES)),
    value: fc.dictionary(
      fc.constantFrom(
        'name',
        'tagCode',
        'status',
        'holderId',
        'quantity',
        'assigneeId',
        'until',
        'type',
        'x',
      ),
      anyJson,
    ),
    reason: fc.string(),
  })

  test('is planned or refused with a code, and never breaks', () => {
    fc.assert(
      fc.property(review, made, (found, fields) => {
        const school = memorySchool()
        school.enter({ id: id(101), stamp: stamp(10), type: 'check_out', toHolderId: ANN })
        const plan = planDecision(found, decision(300, fields), school.world, by)
        if (isProblem(plan)) {
          expect(DECISION_PROBLEMS).toContain(plan.problem)
          return
        }
        expect(actionsFor(found.kind)).toContain(fields.action)
        for (const write of plan.writes) expect(isCollectionName(write.collection)).toBe(true)
      }),
      { numRuns: 2_000 },
    )
  })

  test('with all of it read one by one, it is the same', async () => {
    const school = memorySchool()
    school.enter({ id: id(101), stamp: stamp(10), type: 'check_out', toHolderId: ANN })
    school.enter({ id: id(102), stamp: stamp(11), type: 'check_out', toHolderId: BEN })
    school.put('equipment', { ...school.thing(), id: id(2), stamp: stamp(1), tagCode: 'TAKEN' })
    const { world } = school
    const source = {
      definition: world.definition,
      document: async (collection: string, one: string) => world.document(collection, one),
      ledger: async (one: string) => world.ledger(one),
      withTag: async (code: string) => world.withTag(code),
      openDeletions: async () => [],
      rejections: async () => [],
    }
    const found = forkReview(school.ledger)
    for (const fields of [
      { action: 'take-device' },
      { action: 'edit', value: { status: 'checked_out', holderId: CAL } },
      { action: 'retag', value: { tagCode: 'TAKEN' } },
      { action: 'retag', value: { tagCode: 'FREE' } },
    ] as const) {
      const one = decision(300, fields)
      expect(await planAhead(found, one, source, by)).toEqual(planDecision(found, one, world, by))
    }
    expect(
      await planAhead(found, decision(300, { action: 'retag', value: { tagCode: 'TAKEN' } }), source, by),
    ).toEqual({
      problem: 'code-taken',
      field: 'tagCode',
    })
  })
})

describe('[R2] versions', () => {
  const open = { ...forkReview([]), version: 3 }

  test('a decision on another version does not count, for the reason that is true; words always do', () => {
    const applied = { ...decision(7, { action: 'defer', version: 1 }), outcome: 'applied' }
    const grown: Review = { ...open, decisions: JSON.parse(JSON.stringify([applied])) }
    const reversal = (version: number) => outdated(grown, decision(1, { action: 'reverse', version }))
    expect(reversal(3)).toBeUndefined()
    // The version went up by a decision on 1, and then by itself.
    expect(reversal(1)).toBe('overtaken')
    expect(reversal(0)).toBe('overtaken')
    expect(reversal(2)).toBe('evidence-changed')
    expect(reversal(4)).toBe('earlier-missing')
    expect(outdated(open, decision(1, { action: 'ask', version: 0 }))).toBeUndefined()
    expect(outdated(open, decision(1, { action: 'answer', version: 0 }))).toBeUndefined()
  })

  test('the next one on a device builds on those that are on their way', () => {
    const decisions = [
      { ...decision(1, { action: 'assign' }), outcome: 'applied' },
      { ...decision(2, { action: 'defer' }) },
      { ...decision(3, { action: 'ask' }) },
    ]
    expect(nextVersion({ ...open, decisions: JSON.parse(JSON.stringify(decisions)) })).toBe(4)
  })

  test('a refused or overtaken one changes nothing but the list', () => {
    const kept = decidedReview(open, decision(1, { outcome: 'overtaken' }), undefined, by)
    const { decisions, ...rest } = kept
    expect(rest).toEqual(open)
    expect(sameJson(decisions, [decision(1, { outcome: 'overtaken' })])).toBe(true)
  })
})
