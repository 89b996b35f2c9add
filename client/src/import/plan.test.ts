import { expect, test } from 'vitest'
import type { Choices, ReadingChoices } from './choices.ts'
import { guessColumns, guessKind } from './guess-columns.ts'
import { type Known, nothingKnown } from './known.ts'
import { makePlan, type Plan } from './make-plan.ts'
import { readFile } from './read-file.ts'
import { reportOf } from './report.ts'
import { nameId, rowId } from './row-ids.ts'
import { bytesOf } from './test-files.ts'

const words = { column: (name: string) => `Column ${name}` }
const seed = { at: Date.UTC(2025, 7, 12), random: [1, 2, 3, 4, 5, 6] }
const today = '2025-08-12'

function planOf(
  text: string,
  options: { choices?: Partial<Choices>; known?: Partial<Known>; reading?: ReadingChoices } = {},
): Plan {
  const { table } = readFile(bytesOf(text, 'utf-8'), options.reading ?? {}, words)
  const kind = options.choices?.kind ?? guessKind(table)
  const choices: Choices = {
    kind,
    targets: guessColumns(table, kind),
    dayOrders: {},
    words: {},
    names: {},
    whenKnown: 'skip',
    brokenCodes: 'refuse',
    ...options.choices,
  }
  return makePlan({ table, choices, known: { ...nothingKnown, ...options.known }, seed, today })
}

const issuesOf = (plan: Plan) =>
  plan.rows.flatMap((row) => row.issues.map((issue) => [row.line, issue.severity, issue.code]))

test('[import] an export of an asset tracker becomes things with categories, places and custody', () => {
  const plan = planOf(
    [
      'Asset Tag,Item Name,Serial,Manufacturer,Category,Location,Status,Condition,Checked Out To,Due Date,Purchase Cost,Purchase Date,Colour',
      'H-001,SpeedFlex helmet,R41,Riddell,Football > Helmets,Cage 2,Checked Out,Good,"Lee, Jordan",2025-11-30,"$389.99",8/15/2023,Maroon',
      'H-002,SpeedFlex helmet,R42,Riddell,Football > Helmets,Cage 2,In Stock,New,,,389.99,8/15/2023,Maroon',
      'H-003,SpeedFlex helmet,R43,Riddell,Football > Helmets,cage 2,Lost,Poor,,,,,',
      'H-004,SpeedFlex helmet,R44,Riddell,Football > Helmets,Cage 2,Checked Out,Good,Somebody Else,,,,',
    ].join('\n'),
    { known: { people: [{ id: 'p1', name: 'Jordan Lee' }] } },
  )
  expect(plan.newNames).toEqual([
    { collection: 'categories', id: nameId(seed, 0), name: 'Football' },
    { collection: 'categories', id: nameId(seed, 1), name: 'Helmets', parentId: nameId(seed, 0) },
    { collection: 'locations', id: nameId(seed, 2), name: 'Cage 2' },
  ])
  expect(plan.rows[0]).toEqual({
    row: 0,
    line: 2,
    action: 'create',
    id: rowId(seed, 0),
    fields: {
      tagCode: 'H-001',
      name: 'SpeedFlex helmet',
      serial: 'R41',
      manufacturer: 'Riddell',
      categoryId: nameId(seed, 1),
      homeLocationId: nameId(seed, 2),
      condition: 'good',
      purchasePriceCents: 38999,
      purchaseDate: '2023-08-15',
      custom: { Colour: 'Maroon' },
      kind: 'serialized',
    },
    followUp: { type: 'check_out', holder: { personId: 'p1' }, dueDay: '2025-11-30' },
    issues: [],
  })
  expect(plan.rows.map((row) => row.followUp?.type)).toEqual([
    'check_out',
    undefined,
    'report_lost',
    undefined,
  ])
  expect(issuesOf(plan)).toEqual([[5, 'warning', 'holder-unknown']])
  expect(reportOf(plan).counts).toEqual({ create: 4, update: 0, skip: 0, refuse: 0 })
})

test('[import] ids depend on the import and the row alone, so that a repeated batch names the same records', () => {
  const text = 'Tag,Name\n1,Ball\n2,Bat\n'
  const ids = (plan: Plan) => plan.rows.map((row) => row.id)
  expect(ids(planOf(text))).toEqual(ids(planOf(text)))
  expect(new Set(ids(planOf(text))).size).toBe(2)
  expect(rowId(seed, 0)).toBe('01989b93-a000-7102-8304-050600100000')
  expect(rowId(seed, 99_999) > rowId(seed, 0)).toBe(true)
})

test('[import] counts make bulk things, serial numbers make single ones', () => {
  const plan = planOf(
    'Name,Qty,Serial\nCones,40,\nStopwatch,1,\nRadio,2,SN-9\nBalls,0,\nPinnies,-3,\nWhistles,many,\n',
  )
  expect(plan.rows.map((row) => [row.action, row.fields.kind, row.fields.quantity])).toEqual([
    ['create', 'bulk', 40],
    ['create', 'serialized', undefined],
    ['create', 'serialized', undefined],
    ['create', 'bulk', 0],
    ['refuse', 'serialized', undefined],
    ['refuse', 'serialized', undefined],
  ])
  expect(issuesOf(plan)).toEqual([
    [4, 'warning', 'quantity-of-one-thing'],
    [6, 'error', 'negative'],
    [7, 'error', 'not-a-number'],
  ])
})

test('[import] codes that a spreadsheet destroyed are never taken as they stand', () => {
  const text = 'Barcode,Name,Size,Serial\n1.23457E+11,Helmet,2-Mar,####\n10045.0,Pads,M,#REF!\n'
  const plan = planOf(text)
  expect(plan.rows.map((row) => [row.action, row.fields.tagCode])).toEqual([
    ['refuse', undefined],
    ['create', '10045'],
  ])
  expect(issuesOf(plan)).toEqual([
    [2, 'error', 'scientific'],
    [2, 'warning', 'date-for-text'],
    [2, 'warning', 'hashes'],
    [3, 'warning', 'decimal-added'],
    [3, 'warning', 'cell-error'],
  ])
  const without = planOf(text, { choices: { brokenCodes: 'without' } })
  expect(without.rows[0]).toMatchObject({ action: 'create', fields: { name: 'Helmet', size: '2-Mar' } })
  expect(without.rows[0]?.fields.tagCode).toBeUndefined()
})

test('[import] the same tag twice in a file is an error at the second line', () => {
  const plan = planOf('Tag,Name,Serial\n1,Ball,A\n1,Ball,B\n2,Bat,A\n,Cap,A\n,Hat,N/A\n,Tee,N/A\n')
  expect(plan.rows.map((row) => row.action)).toEqual([
    'create',
    'refuse',
    'create',
    'refuse',
    'create',
    'create',
  ])
  expect(plan.rows[1]?.issues[0]).toEqual({
    code: 'same-code-in-file',
    severity: 'error',
    field: 'tagCode',
    value: '1',
    line: 2,
  })
  expect(issuesOf(plan).slice(1)).toEqual([
    [4, 'warning', 'same-serial-in-file'],
    [5, 'error', 'same-serial-in-file'],
  ])
})

const catalogue: Partial<Known> = {
  equipment: [
    { id: 'e1', kind: 'serialized', tagCode: 'T1', serial: 'S1' },
    { id: 'e2', kind: 'serialized', tagCode: 'T2', serial: 'S2' },
    { id: 'e3', kind: 'bulk', tagCode: 'T3', quantity: 10 },
    { id: 'e4', kind: 'serialized', tagCode: 'T4' },
    { id: 'e5', kind: 'serialized', tagCode: 'T4' },
  ],
}
const inventory = 'Tag,Serial,Name,Qty\nT1,,Ball,\n,S2,Bat,\nT3,,Cones,12\nT4,,Twice,\nT1,S2,Odd,\nT9,,New,\n'

test('[import] what is here already is skipped and said', () => {
  const plan = planOf(inventory, { known: catalogue })
  expect(plan.rows.map((row) => row.action)).toEqual(['skip', 'skip', 'skip', 'skip', 'skip', 'create'])
  expect(plan.rows[1]?.issues).toEqual([
    { code: 'exists', severity: 'warning', field: 'serial', value: 'S2' },
  ])
})

test('[import] what is here already is updated by what the file says, never its count, never two at once', () => {
  const plan = planOf(inventory, { known: catalogue, choices: { whenKnown: 'update' } })
  expect(plan.rows.map((row) => [row.action, row.id])).toEqual([
    ['update', 'e1'],
    ['update', 'e2'],
    ['update', 'e3'],
    ['refuse', undefined],
    ['refuse', undefined],
    ['create', rowId(seed, 5)],
  ])
  expect(plan.rows[0]?.fields).toEqual({ tagCode: 'T1', name: 'Ball' })
  expect(issuesOf(plan)).toEqual([
    [4, 'warning', 'quantity-not-changed'],
    [5, 'error', 'exists-twice'],
    [6, 'error', 'exists-twice'],
  ])
})

test('[import] unknown categories, places and teams are created, mapped or left blank as chosen', () => {
  const text = 'Name,Category,Location,Team\nBall,Balls,Shed,JV\nBat,balls,Shed,JV\n'
  const known = { categories: [{ id: 'c1', name: 'Equipment' }], locations: [{ id: 'l1', name: 'shed' }] }
  const plan = planOf(text, { known, choices: { names: { categories: { balls: 'c1' }, teams: { jv: '' } } } })
  expect(plan.rows.map(({ fields }) => [fields.categoryId, fields.homeLocationId, fields.teamId])).toEqual([
    ['c1', 'l1', undefined],
    ['c1', 'l1', undefined],
  ])
  expect(plan.newNames).toEqual([])
  expect(plan.unknownNames).toEqual([
    { collection: 'categories', key: 'balls', label: 'Balls', rows: 2 },
    { collection: 'teams', key: 'jv', label: 'JV', rows: 2 },
  ])
})

test('[import] a name that only refused rows need is not created', () => {
  const plan = planOf('Tag,Name,Category\n1.2E+11,Ball,Balls\n2,Bat,Bats\n')
  expect(plan.newNames.map((name) => name.name)).toEqual(['Bats'])
})

test('[import] a word that nobody knows is asked once and taken as decided', () => {
  const text = 'Name,Status,Condition\nBall,On Hold,B+\nBat,on hold,B+\n'
  const open = planOf(text)
  expect(open.unknownWords).toEqual([
    { field: 'status', word: 'on hold', label: 'On Hold', rows: 2 },
    { field: 'condition', word: 'b+', label: 'B+', rows: 2 },
  ])
  expect(open.rows[0]?.issues.map((issue) => issue.code)).toEqual(['unknown-word', 'unknown-word'])
  const decided = planOf(text, {
    choices: { words: { status: { 'on hold': 'in_maintenance' }, condition: { 'b+': 'good' } } },
  })
  expect(decided.rows[0]).toMatchObject({
    fields: { condition: 'good' },
    followUp: { type: 'maintenance_out' },
    issues: [],
  })
})

test('[import] dates are read in the order that was chosen for their column', () => {
  const text = 'Name,Purchase Date\nBall,3/4/2025\nBat,5/6/2025\nCap,never\n'
  expect(planOf(text).dateQuestions).toEqual([
    { index: 1, label: 'Purchase Date', evidence: 'open', example: '3/4/2025' },
  ])
  const plan = planOf(text, { choices: { dayOrders: { 1: 'dmy' } } })
  expect(plan.rows.map((row) => row.fields.purchaseDate)).toEqual(['2025-04-03', '2025-06-05', undefined])
  expect(issuesOf(plan)).toEqual([[4, 'warning', 'not-a-date']])
})

test('[import] an athlete who stands once for each team is one person on all of them', () => {
  const plan = planOf(
    'Student ID,Last Name,First Name,Sport,Jersey #,Helmet Size,Shoe Size\n901,Lee,Jordan,Football,12,L,\n901,Lee,Jordan,Track,,,10\n902,Kim,Ana,Track,,,8\n901,Other,Name,Golf,,,\n',
  )
  expect(plan.rows.map((row) => row.action)).toEqual(['create', 'skip', 'create', 'refuse'])
  expect(plan.rows[0]?.fields).toEqual({
    badgeCode: '901',
    name: 'Jordan Lee',
    teamIds: [nameId(seed, 0), nameId(seed, 1)],
    jerseyNumber: '12',
    sizes: { Helmet: 'L', Shoe: '10' },
    kind: 'athlete',
    active: true,
  })
  expect(issuesOf(plan)).toEqual([
    [3, 'warning', 'same-person-in-file'],
    [5, 'error', 'same-code-in-file'],
  ])
})

test('[import] two people of one name without a badge both come in, and somebody should look', () => {
  const plan = planOf('Athlete,No.\nJohn Smith,4\nJohn Smith,5\nSmith John,6\n')
  expect(plan.rows.map((row) => row.action)).toEqual(['create', 'create', 'create'])
  expect(issuesOf(plan)).toEqual([[3, 'warning', 'same-name-in-file']])
})

test('[import] people who are here are found by badge, by name, and not by name with another badge', () => {
  const known = {
    people: [
      { id: 'p1', name: 'Jordan Lee', badgeCode: '901' },
      { id: 'p2', name: 'Ana Kim' },
      { id: 'p3', name: 'Sam Roe', jerseyNumber: '7' },
      { id: 'p4', name: 'Sam Roe', jerseyNumber: '8' },
    ],
  }
  const plan = planOf(
    'Student ID,Full Name,Jersey\n901,J. Lee,1\n,ANA  KIM,2\n777,Jordan Lee,3\n,Sam Roe,8\n,Sam Roe,9\n',
    {
      known,
      choices: { whenKnown: 'update', kind: 'people' },
    },
  )
  expect(plan.rows.map((row) => [row.action, row.action === 'update' ? row.id : undefined])).toEqual([
    ['update', 'p1'],
    ['update', 'p2'],
    ['create', undefined],
    ['update', 'p4'],
    ['refuse', undefined],
  ])
  // What the file does not say stays as it is.
  expect(plan.rows[1]?.fields).toEqual({ name: 'ANA KIM', jerseyNumber: '2' })
})

test('[import] names in every script, right to left, formulas and huge cells', () => {
  const long = 'x'.repeat(10_000)
  const plan = planOf(
    `Tag,Name,Notes\n1,محمد خوذة,ok\n2,ヘルメット 🏈,ok\n3,=HYPERLINK("http://x"),@cmd\n4,${long},ok\n5,Helmet,${long}\n6,\u202Egnihtemos,ok\n7,a\u0000b,ok\n`,
  )
  expect(plan.rows.map((row) => [row.action, row.fields.name])).toEqual([
    ['create', 'محمد خوذة'],
    ['create', 'ヘルメット 🏈'],
    ['create', '=HYPERLINK("http://x")'],
    ['refuse', undefined],
    ['create', 'Helmet'],
    ['create', 'gnihtemos'],
    ['create', 'ab'],
  ])
  expect(plan.rows[3]?.issues[0]).toMatchObject({
    code: 'too-long',
    limit: 200,
    column: 'Name',
    value: `${'x'.repeat(80)}…`,
  })
  expect(plan.rows[4]?.fields.notes).toBe(long)
})

test('[import] rows with too many cells or broken quotes are refused with their line, the others come in', () => {
  const plan = planOf('Tag,Name\n1,Ball,old,blue\n2,"6" stud"\n3,Bat,\n4,"Cap\n5,Hat\n')
  expect(plan.rows.map((row) => [row.line, row.action, row.issues[0]?.code])).toEqual([
    [2, 'refuse', 'too-many-cells'],
    [3, 'refuse', 'quotes-broken'],
    [4, 'create', undefined],
    [5, 'refuse', 'quotes-open'],
  ])
})

test('[import] due days in the past and holders of counted things are not taken, and said', () => {
  const plan = planOf(
    'Name,Qty,Checked Out To,Due Date\nBall,1,Jordan Lee,2025-01-05\nCones,40,Jordan Lee,\n',
    {
      known: { people: [{ id: 'p1', name: 'Jordan Lee' }] },
    },
  )
  expect(plan.rows.map((row) => row.followUp)).toEqual([
    { type: 'check_out', holder: { personId: 'p1' } },
    undefined,
  ])
  expect(issuesOf(plan)).toEqual([
    [2, 'warning', 'due-not-taken'],
    [3, 'warning', 'holder-of-many'],
  ])
})

test('[import] without names a thing is called by its maker and model, else by its category', () => {
  const plan = planOf('Tag,Manufacturer,Model,Category\n1,Riddell,SpeedFlex,Helmets\n2,,,Helmets\n3,,,\n')
  expect(plan.rows.map((row) => [row.action, row.fields.name])).toEqual([
    ['create', 'Riddell SpeedFlex'],
    ['create', 'Helmets'],
    ['refuse', undefined],
  ])
})

test('[import] the report says each kind of issue once, errors first', () => {
  const plan = planOf('Tag,Name,Status\n1,Ball,odd\n1,Bat,odd\n2,Cap,odd\n')
  const report = reportOf(plan)
  expect(report.groups.map(({ issue, rows, lines }) => [issue.severity, issue.code, rows, lines])).toEqual([
    ['error', 'same-code-in-file', 1, [3]],
    ['warning', 'unknown-word', 3, [2, 3, 4]],
  ])
  expect(report).toMatchObject({ counts: { create: 2, refuse: 1 }, warned: 2 })
})
