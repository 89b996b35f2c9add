import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AnyDocument } from '../../shared/collections/definition.ts'
import { createTestSchool, entry, helmet, type TestDevice, type TestSchool } from '../sync/test-school.ts'
import { type PairOperation, pushPair, rowsOf, type Side, withoutBase } from './pair-operations.ts'
import { outcomeOf } from './pair-outcome.ts'

/*
 * Every ordered pair of operations on one thing by two devices that were apart: both know the thing as it was, A is pushed
 * first and then B. Written by hand from SPEC.md; the words:
 *
 * name, size   a catalogue field is set to "A" or "B"       back   returned
 * cond         the condition is stated (A fair, B poor)      pass   transferred to A's or B's athlete
 * note, tag    a word or a tag is added                      lost   reported lost
 * stat         status to maintenance, without a transaction  ret    retired
 * out          checked out to A's or B's athlete             del    deleted by a manager; ask: by a coach, who may only ask
 * make         created once more under another id, with the same tag and name, and model "A" or "B"
 *
 * The thing lies in the room; where one of the two is a return or a transfer, it is held by athlete 0 by the entry `0`.
 * stored: `held=B` and so on, `mend` in maintenance, `pend` marked for deletion, `dead` a tombstone, `new=B` a second record.
 * ledger: entries in the order of their stamps; `set` is the server's own for a status without a transaction.
 * A note or a tag is sent by its projection alone: its sender is told the document that was made of it [A1].
 * reviews: kind/state and the reason, or what lost. Told: `-` nothing differs, `now` the stored thing, `alias`, or a refusal.
 */
const PAIRS = `
 A    B    | stored                | ledger       | reviews                             | A told  | B told
 name name | in name=A             |              | overwritten/settled name=B          | -       | now
 name size | in name=A size=B      |              |                                     | -       | now
 name cond | in name=A cond=B      |              |                                     | -       | now
 name note | in name=A note=B      |              |                                     | -       | now
 name tag  | in name=A tag=B       |              |                                     | -       | now
 name stat | mend name=A           | setB         |                                     | -       | now
 name out  | held=B name=A         | outB         |                                     | -       | now
 name back | in name=A             | 0 backB      |                                     | -       | now
 name pass | held=B name=A         | 0 passB      |                                     | -       | now
 name lost | lost name=A           | lostB        |                                     | -       | now
 name ret  | retired name=A        | retB         |                                     | -       | now
 name del  | in name=A pend        |              | deletion/open stale                 | -       | now
 name ask  | in name=A pend        |              | deletion/open asked                 | -       | now
 name make | in name=A model=B     |              | overwritten/settled name=base       | -       | alias

 size name | in name=B size=A      |              |                                     | -       | now
 size size | in size=A             |              | overwritten/settled size=B          | -       | now
 size cond | in size=A cond=B      |              |                                     | -       | now
 size note | in size=A note=B      |              |                                     | -       | now
 size tag  | in size=A tag=B       |              |                                     | -       | now
 size stat | mend size=A           | setB         |                                     | -       | now
 size out  | held=B size=A         | outB         |                                     | -       | now
 size back | in size=A             | 0 backB      |                                     | -       | now
 size pass | held=B size=A         | 0 passB      |                                     | -       | now
 size lost | lost size=A           | lostB        |                                     | -       | now
 size ret  | retired size=A        | retB         |                                     | -       | now
 size del  | in size=A pend        |              | deletion/open stale                 | -       | now
 size ask  | in size=A pend        |              | deletion/open asked                 | -       | now
 size make | in size=A model=B     |              |                                     | -       | alias

 cond name | in name=B cond=A      |              |                                     | -       | now
 cond size | in size=B cond=A      |              |                                     | -       | now
 cond cond | in cond=B             |              | overwritten/settled cond=A          | -       | -
 cond note | in cond=A note=B      |              |                                     | -       | now
 cond tag  | in cond=A tag=B       |              |                                     | -       | now
 cond stat | mend cond=A           | setB         |                                     | -       | now
 cond out  | held=B cond=A         | outB         |                                     | -       | now
 cond back | in cond=A             | 0 backB      |                                     | -       | now
 cond pass | held=B cond=A         | 0 passB      |                                     | -       | now
 cond lost | lost cond=A           | lostB        |                                     | -       | now
 cond ret  | retired cond=A        | retB         |                                     | -       | now
 cond del  | in cond=A pend        |              | deletion/open stale                 | -       | now
 cond ask  | in cond=A pend        |              | deletion/open asked                 | -       | now
 cond make | in model=B cond=A     |              |                                     | -       | alias

 note name | in name=B note=A      |              |                                     | now     | now
 note size | in size=B note=A      |              |                                     | now     | now
 note cond | in cond=B note=A      |              |                                     | now     | now
 note note | in note=AB            |              |                                     | now     | now
 note tag  | in note=A tag=B       |              |                                     | now     | now
 note stat | mend note=A           | setB         |                                     | now     | now
 note out  | held=B note=A         | outB         |                                     | now     | now
 note back | in note=A             | 0 backB      |                                     | now     | now
 note pass | held=B note=A         | 0 passB      |                                     | now     | now
 note lost | lost note=A           | lostB        |                                     | now     | now
 note ret  | retired note=A        | retB         |                                     | now     | now
 note del  | in note=A pend        |              | deletion/open stale                 | now     | now
 note ask  | in note=A pend        |              | deletion/open asked                 | now     | now
 note make | in model=B note=A     |              |                                     | now     | alias

 tag  name | in name=B tag=A       |              |                                     | now     | now
 tag  size | in size=B tag=A       |              |                                     | now     | now
 tag  cond | in cond=B tag=A       |              |                                     | now     | now
 tag  note | in note=B tag=A       |              |                                     | now     | now
 tag  tag  | in tag=AB             |              |                                     | now     | now
 tag  stat | mend tag=A            | setB         |                                     | now     | now
 tag  out  | held=B tag=A          | outB         |                                     | now     | now
 tag  back | in tag=A              | 0 backB      |                                     | now     | now
 tag  pass | held=B tag=A          | 0 passB      |                                     | now     | now
 tag  lost | lost tag=A            | lostB        |                                     | now     | now
 tag  ret  | retired tag=A         | retB         |                                     | now     | now
 tag  del  | in tag=A pend         |              | deletion/open stale                 | now     | now
 tag  ask  | in tag=A pend         |              | deletion/open asked                 | now     | now
 tag  make | in model=B tag=A      |              |                                     | now     | alias

 stat name | mend name=B           | setA         |                                     | now     | now
 stat size | mend size=B           | setA         |                                     | now     | now
 stat cond | mend cond=B           | setA         |                                     | now     | now
 stat note | mend note=B           | setA         |                                     | now     | now
 stat tag  | mend tag=B            | setA         |                                     | now     | now
 stat stat | mend                  | setA setB    |                                     | now     | now
 stat out  | held=B                | setA outB    |                                     | now     | -
 stat back | in                    | 0 setA backB |                                     | now     | -
 stat pass | held=B                | 0 setA passB |                                     | now     | -
 stat lost | lost                  | setA lostB   |                                     | now     | -
 stat ret  | retired               | setA retB    |                                     | now     | -
 stat del  | mend pend             | setA         | deletion/open stale                 | now     | now
 stat ask  | mend pend             | setA         | deletion/open asked                 | now     | now
 stat make | mend model=B          | setA         |                                     | now     | alias

 out  name | held=A name=B         | outA         |                                     | -       | now
 out  size | held=A size=B         | outA         |                                     | -       | now
 out  cond | held=A cond=B         | outA         |                                     | -       | now
 out  note | held=A note=B         | outA         |                                     | -       | now
 out  tag  | held=A tag=B          | outA         |                                     | -       | now
 out  stat | mend                  | outA setB    |                                     | -       | now
 out  out  | held=B                | outA outB    | fork/open                           | -       | -
 out  back | in                    | 0 backB      | rejected/open invalid               | invalid | -
 out  pass | held=B                | 0 passB      | rejected/open invalid               | invalid | -
 out  lost | lost                  | outA lostB   | fork/open                           | -       | -
 out  ret  | retired               | outA retB    | fork/open                           | -       | -
 out  del  | held=A pend           | outA         | deletion/open in-custody            | -       | now
 out  ask  | held=A pend           | outA         | deletion/open asked                 | -       | now
 out  make | held=A model=B        | outA         |                                     | -       | alias

 back name | in name=B             | 0 backA      |                                     | -       | now
 back size | in size=B             | 0 backA      |                                     | -       | now
 back cond | in cond=B             | 0 backA      |                                     | -       | now
 back note | in note=B             | 0 backA      |                                     | -       | now
 back tag  | in tag=B              | 0 backA      |                                     | -       | now
 back stat | mend                  | 0 backA setB |                                     | -       | now
 back out  | held=B                | 0 backA outB | fork/open                           | -       | -
 back back | in                    | 0 backA backB | fork/settled                       | -       | -
 back pass | held=B                | 0 backA passB | fork/open                          | -       | -
 back lost | lost=0                | 0 backA lostB | fork/open                          | -       | -
 back ret  | retired               | 0 backA retB | fork/open                           | -       | -
 back del  | in pend               | 0 backA      | deletion/open stale                 | -       | now
 back ask  | in pend               | 0 backA      | deletion/open asked                 | -       | now
 back make | in model=B            | 0 backA      |                                     | -       | alias

 pass name | held=A name=B         | 0 passA      |                                     | -       | now
 pass size | held=A size=B         | 0 passA      |                                     | -       | now
 pass cond | held=A cond=B         | 0 passA      |                                     | -       | now
 pass note | held=A note=B         | 0 passA      |                                     | -       | now
 pass tag  | held=A tag=B          | 0 passA      |                                     | -       | now
 pass stat | mend                  | 0 passA setB |                                     | -       | now
 pass out  | held=B                | 0 passA outB | fork/open                           | -       | -
 pass back | in                    | 0 passA backB | fork/open                          | -       | -
 pass pass | held=B                | 0 passA passB | fork/open                          | -       | -
 pass lost | lost=0                | 0 passA lostB | fork/open                          | -       | -
 pass ret  | retired               | 0 passA retB | fork/open                           | -       | -
 pass del  | held=A pend           | 0 passA      | deletion/open in-custody            | -       | now
 pass ask  | held=A pend           | 0 passA      | deletion/open asked                 | -       | now
 pass make | held=A model=B        | 0 passA      |                                     | -       | alias

 lost name | lost name=B           | lostA        |                                     | -       | now
 lost size | lost size=B           | lostA        |                                     | -       | now
 lost cond | lost cond=B           | lostA        |                                     | -       | now
 lost note | lost note=B           | lostA        |                                     | -       | now
 lost tag  | lost tag=B            | lostA        |                                     | -       | now
 lost stat | mend                  | lostA setB   |                                     | -       | now
 lost out  | held=B                | lostA outB   | fork/open                           | -       | -
 lost back | in                    | 0 lostA backB | fork/open                          | -       | -
 lost pass | held=B                | 0 lostA passB | fork/open                          | -       | -
 lost lost | lost                  | lostA lostB  | fork/settled                        | -       | -
 lost ret  | retired               | lostA retB   | fork/open                           | -       | -
 lost del  | lost pend             | lostA        | deletion/open stale                 | -       | now
 lost ask  | lost pend             | lostA        | deletion/open asked                 | -       | now
 lost make | lost model=B          | lostA        |                                     | -       | alias

 ret  name | retired name=B        | retA         |                                     | -       | now
 ret  size | retired size=B        | retA         |                                     | -       | now
 ret  cond | retired cond=B        | retA         |                                     | -       | now
 ret  note | retired note=B        | retA         |                                     | -       | now
 ret  tag  | retired tag=B         | retA         |                                     | -       | now
 ret  stat | mend                  | retA setB    |                                     | -       | now
 ret  out  | held=B                | retA outB    | fork/open                           | -       | -
 ret  back | in                    | 0 retA backB | fork/open                           | -       | -
 ret  pass | held=B                | 0 retA passB | fork/open                           | -       | -
 ret  lost | lost                  | retA lostB   | fork/open                           | -       | -
 ret  ret  | retired               | retA retB    | fork/settled                        | -       | -
 ret  del  | retired pend          | retA         | deletion/open stale                 | -       | now
 ret  ask  | retired pend          | retA         | deletion/open asked                 | -       | now
 ret  make | retired new=B         | retA         | duplicate-tag/open                  | -       | -

 del  name | dead                  |              | rejected/open gone                  | -       | gone
 del  size | dead                  |              | rejected/open gone                  | -       | gone
 del  cond | dead                  |              | rejected/open gone                  | -       | gone
 del  note | dead                  |              | rejected/open gone                  | -       | gone
 del  tag  | dead                  |              | rejected/open gone                  | -       | gone
 del  stat | dead                  |              | rejected/open gone                  | -       | gone
 del  out  | held=B pend           | outB         | deletion/open transaction-of-deleted | -      | -
 del  back | in pend               | 0 backB      | deletion/open in-custody            | now     | -
 del  pass | held=B pend           | 0 passB      | deletion/open in-custody            | now     | -
 del  lost | lost pend             | lostB        | deletion/open transaction-of-deleted | -      | -
 del  ret  | retired pend          | retB         | deletion/open transaction-of-deleted | -      | -
 del  del  | dead                  |              |                                     | -       | -
 del  ask  | dead                  |              |                                     | -       | -
 del  make | dead new=B            |              |                                     | -       | -

 ask  name | in name=B pend        |              | deletion/open asked                 | now     | -
 ask  size | in size=B pend        |              | deletion/open asked                 | now     | -
 ask  cond | in cond=B pend        |              | deletion/open asked                 | now     | -
 ask  note | in note=B pend        |              | deletion/open asked                 | now     | now
 ask  tag  | in tag=B pend         |              | deletion/open asked                 | now     | now
 ask  stat | mend pend             | setB         | deletion/open asked                 | now     | now
 ask  out  | held=B pend           | outB         | deletion/open asked                 | now     | -
 ask  back | in pend               | 0 backB      | deletion/open asked                 | now     | -
 ask  pass | held=B pend           | 0 passB      | deletion/open asked                 | now     | -
 ask  lost | lost pend             | lostB        | deletion/open asked                 | now     | -
 ask  ret  | retired pend          | retB         | deletion/open asked                 | now     | -
 ask  del  | dead                  |              | deletion/settled asked              | now     | -
 ask  ask  | in pend               |              | deletion/open asked, deletion/open asked | now | now
 ask  make | in model=B pend       |              | deletion/open asked                 | now     | alias

 make name | in name=B model=A     |              |                                     | alias   | now
 make size | in size=B model=A     |              |                                     | alias   | now
 make cond | in model=A cond=B     |              |                                     | alias   | now
 make note | in model=A note=B     |              |                                     | alias   | now
 make tag  | in model=A tag=B      |              |                                     | alias   | now
 make stat | mend model=A          | setB         |                                     | alias   | now
 make out  | held=B model=A        | outB         |                                     | alias   | now
 make back | in model=A            | 0 backB      |                                     | alias   | now
 make pass | held=B model=A        | 0 passB      |                                     | alias   | now
 make lost | lost model=A          | lostB        |                                     | alias   | now
 make ret  | retired model=A       | retB         |                                     | alias   | now
 make del  | in model=A pend       |              | deletion/open stale                 | alias   | now
 make ask  | in model=A pend       |              | deletion/open asked                 | alias   | now
 make make | in model=A            |              | overwritten/settled model=B         | alias   | alias
`

/** B wrote before A and is pushed after it: stamps decide where both moved, and nowhere else [S3]. */
const EARLIER_B = `
 A    B    | stored                | ledger       | reviews                             | A told  | B told
 name name | in name=A             |              | overwritten/settled name=B          | -       | now
 cond cond | in cond=A             |              | overwritten/settled cond=B          | -       | now
 out  cond | held=A cond=B         | outA         |                                     | -       | now
 out  out  | held=A                | outB outA    | fork/open                           | -       | now
 out  lost | held=A                | lostB outA   | fork/open                           | -       | now
 lost out  | lost                  | outB lostA   | fork/open                           | -       | now
 back back | in                    | 0 backB backA | fork/settled                       | -       | now
 back pass | in                    | 0 passB backA | fork/open                          | -       | now
 ret  pass | retired               | 0 passB retA | fork/open                           | -       | now
 stat out  | mend                  | outB setA    |                                     | now     | now
 out  stat | held=A                | setB outA    |                                     | -       | now
 stat stat | mend                  | setB setA    |                                     | now     | now
 del  out  | held=B pend           | outB         | deletion/open transaction-of-deleted | -      | now
`

/** B does not know any more what it had from the server. */
const BASELESS_B = `
 A    B    | stored                | ledger       | reviews                             | A told  | B told
 name name | in name=A             |              | overwritten/settled name=B          | -       | now
 size name | in size=A             |              | overwritten/settled name=B size=base | -      | now
 size cond | in size=A cond=B      |              | overwritten/settled cond=new size=base | -    | now
 cond cond | in cond=B             |              | overwritten/settled cond=A          | -       | -
 note note | in note=AB            |              |                                     | now     | now
 tag  tag  | in tag=AB             |              |                                     | now     | now
 out  out  | held=B                | outA outB    | fork/open                           | -       | -
 back back | in                    | 0 backA backB | fork/settled                       | -       | -
 name del  | in name=A pend        |              | deletion/open stale                 | -       | now
`

let school: TestSchool
let founder: TestDevice
let devices: Readonly<Record<Side, { readonly manager: TestDevice; readonly coach: TestDevice }>>
let holders: Readonly<Record<Side | '0', string>>

beforeAll(async () => {
  school = await createTestSchool()
  founder = await school.device('EQUIPMENT_MANAGER')
  const pair = async () => ({
    manager: await school.device('EQUIPMENT_MANAGER'),
    coach: await school.device('COACH'),
  })
  devices = { A: await pair(), B: await pair() }
  holders = { A: await athlete('A'), B: await athlete('B'), '0': await athlete('0') }
})
afterAll(() => school.close())

async function athlete(name: string): Promise<string> {
  const { id } = helmet('')
  await founder.write('people', { id, stamp: founder.stamp(), name, kind: 'athlete', active: true })
  return id
}

/** The thing as both devices know it. */
async function thing(held: boolean, tagCode: string): Promise<AnyDocument> {
  const stamp = founder.stamp()
  const made = helmet(stamp, {
    name: 'base',
    size: 'base',
    notes: 'base',
    tags: ['base'],
    condition: 'new',
    conditionStamp: stamp,
    tagCode,
  })
  await founder.write('equipment', made)
  if (held)
    await founder.write('transactions', entry(founder, 'check_out', made.id, { toHolderId: holders['0'] }))
  const { documents } = await founder.push('equipment', [{ newDocumentState: { ...made, stamp: '' } }])
  const { _deleted, ...stored } = documents[0] ?? { ...made, _deleted: false }
  return stored
}

interface Order {
  readonly bEarlier?: boolean
  readonly bBaseless?: boolean
}

async function play(first: PairOperation, second: PairOperation, name: string, order: Order) {
  const held = [first, second].some((operation) => operation === 'back' || operation === 'pass')
  const base = await thing(held, name)
  const of = (side: Side, operation: PairOperation) => {
    const { manager, coach } = devices[side]
    const device = operation === 'ask' ? coach : manager
    const condition = side === 'A' ? 'fair' : 'poor'
    return {
      device,
      make: () => rowsOf(operation, device, base, { side, holderId: holders[side], condition }),
    }
  }
  const a = of('A', first)
  const b = of('B', second)
  const early = order.bEarlier ? b.make() : undefined
  // Stamps of two devices in one millisecond are told apart by the devices' names alone.
  await new Promise((resolve) => setTimeout(resolve, 2))
  const rowsA = a.make()
  await new Promise((resolve) => setTimeout(resolve, 2))
  const rowsB = early ?? b.make()
  const toldA = await pushPair(a.device, rowsA)
  const toldB = await pushPair(b.device, order.bBaseless ? withoutBase(rowsB) : rowsB)
  const letters = new Map([
    [founder.deviceId, '0'],
    ...(['A', 'B'] as const).flatMap((side): [string, string][] => [
      [devices[side].manager.deviceId, side],
      [devices[side].coach.deviceId, side],
    ]),
    ...Object.entries(holders).map(([letter, id]): [string, string] => [id, letter]),
  ])
  const { stored, ledger, reviews } = await outcomeOf({
    school,
    thingId: base.id,
    letters,
    rows: { A: rowsA, B: rowsB },
  })
  return [stored, ledger, reviews, toldA, toldB].join(' | ')
}

const OPERATIONS: readonly PairOperation[] = [
  'name',
  'size',
  'cond',
  'note',
  'tag',
  'stat',
  'out',
  'back',
  'pass',
  'lost',
  'ret',
  'del',
  'ask',
  'make',
]

function operationOf(word: string | undefined): PairOperation {
  const found = OPERATIONS.find((operation) => operation === word)
  if (!found) throw new Error(`${word} is no operation.`)
  return found
}

function rowsIn(table: string) {
  return table
    .split('\n')
    .filter((line) => line.includes('|') && !line.includes('A told'))
    .map((line) => {
      const [pair = '', ...cells] = line.split('|').map((cell) => cell.trim())
      const [a, b] = pair.split(/\s+/)
      return { a: operationOf(a), b: operationOf(b), expected: cells.join(' | ') }
    })
}

test('the table has every ordered pair once', () => {
  const pairs = rowsIn(PAIRS).map(({ a, b }) => `${a} ${b}`)
  expect(pairs).toEqual(OPERATIONS.flatMap((a) => OPERATIONS.map((b) => `${a} ${b}`)))
})

describe('[S1] [S2] [S3] [S4] [S5] what two devices did apart', () => {
  test.each(rowsIn(PAIRS))('$a, then $b', async ({ a, b, expected }) => {
    expect(await play(a, b, `${a}-${b}`, {})).toBe(expected)
  })
})

describe('[S3] the second wrote before the first', () => {
  test.each(rowsIn(EARLIER_B))('$a, then an earlier $b', async ({ a, b, expected }) => {
    expect(await play(a, b, `${a}-${b}-earlier`, { bEarlier: true })).toBe(expected)
  })
})

describe('[P3] the second has no base any more', () => {
  test.each(rowsIn(BASELESS_B))('$a, then $b without a base', async ({ a, b, expected }) => {
    expect(await play(a, b, `${a}-${b}-baseless`, { bBaseless: true })).toBe(expected)
  })
})
