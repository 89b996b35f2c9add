import { equipment } from '../../shared/collections/equipment.ts'
import type { Step } from './demo-school.ts'
import { type DisputeParts, disputeKit, type Made } from './dispute-kit.ts'

type Values = Readonly<Record<string, unknown>>

/** Two devices without a signal moved the same thing, and counted gear that was taken twice. */
export function tellCustody(parts: DisputeParts): readonly Step[] {
  const { devices } = parts
  const kit = disputeKit(parts)
  const out = (person: string, hours: number) => ({
    type: 'check_out',
    toHolderId: kit.person(person),
    dueAt: kit.hoursAhead(hours),
  })
  const home = (key: string) => ({ type: 'check_in', locationId: parts.room.thing(key).homeLocationId })

  /** Moves by devices that all knew the thing as it was `knownHoursAgo`. */
  function apart(key: string, knownHoursAgo: number, moves: readonly (Made & { fields: Values })[]) {
    const before = kit.seen(equipment, kit.thingId(key), knownHoursAgo)
    const ids = moves.map(({ made }) => kit.transactionId(key, made))
    const steps = moves.map((move, index) =>
      kit.step(move, () => kit.move(move, ids[index] ?? '', before.document, move.fields)),
    )
    return { ids, steps: [before.step, ...steps] }
  }

  function next(key: string, write: Made, fields: Values): Step {
    const id = kit.transactionId(key, write.made)
    return kit.step(write, async () =>
      kit.move(write, id, await kit.read(equipment, kit.thingId(key)), fields),
    )
  }

  const helmet = apart('FBH-102', 7, [
    { device: devices.station, made: 4.5, fields: out('football-jv-4', 300) },
    { device: devices.phone(1), made: 5, received: 3, fields: out('football-v-3', 300) },
  ])
  const tablet = apart('TAB-3', 80, [
    { device: devices.station, made: 75, fields: out('coach-2', 40) },
    { device: devices.phone(3), made: 74, received: 52, fields: out('coach-3', 200) },
  ])
  const stick = apart('LXS-36', 30, [
    { device: devices.phone(8), made: 25, fields: out('lacrosse-5', 900) },
    { device: devices.fastPhone, made: 24, fields: out('lacrosse-6', 900) },
  ])
  const jacket = apart('SWU-55', 45, [
    { device: devices.station, made: 44, fields: home('SWU-55') },
    { device: devices.phone(2), made: 44.2, received: 43, fields: home('SWU-55') },
  ])
  const settled = apart('SWU-56', 120, [
    { device: devices.station, made: 118, fields: out('soccer-g-3', 200) },
    { device: devices.phone(5), made: 117, received: 110, fields: out('soccer-b-3', 200) },
  ])
  const footballs = apart('BIN-1', 10, [
    {
      device: devices.phone(3),
      made: 7,
      fields: { type: 'check_out', quantity: 14, toHolderId: kit.team('football-jv') },
    },
    {
      device: devices.phone(1),
      made: 8,
      received: 2,
      fields: { type: 'check_out', quantity: 14, toHolderId: kit.team('football-v') },
    },
  ])
  const coolers = apart('BIN-26', 220, [
    {
      device: devices.station,
      made: 214,
      fields: { type: 'check_out', quantity: 8, toHolderId: kit.team('soccer-g') },
    },
    {
      device: devices.phone(6),
      made: 215,
      received: 209,
      fields: { type: 'check_out', quantity: 8, toHolderId: kit.team('volleyball') },
    },
  ])
  const decision: Made = { device: devices.laptop, made: 90 }

  return [
    ...helmet.steps,
    ...tablet.steps,
    next(
      'TAB-3',
      { device: devices.phone(3), made: 12 },
      { type: 'inspect', condition: 'fair', note: 'Screen scratched' },
    ),
    ...stick.steps,
    next('SWU-55', { device: devices.station, made: 70 }, out('soccer-g-5', 100)),
    ...jacket.steps,
    ...settled.steps,
    // A manager's decision is a transaction that names every end of the fork.
    kit.step(decision, async () =>
      kit.move(
        decision,
        kit.transactionId('SWU-56', decision.made),
        await kit.read(equipment, kit.thingId('SWU-56')),
        {
          ...home('SWU-56'),
          note: 'Found on the shelf; neither of them has it',
          previousIds: settled.ids,
        },
      ),
    ),
    ...footballs.steps,
    ...coolers.steps,
  ]
}
