import type { Definition } from '../../shared/collections/definition.ts'
import { equipment } from '../../shared/collections/equipment.ts'
import { people } from '../../shared/collections/people.ts'
import { teams } from '../../shared/collections/teams.ts'
import type { Step } from './demo-school.ts'
import { type DisputeParts, disputeKit, type Made } from './dispute-kit.ts'

type Values = Readonly<Record<string, unknown>>

/** Two people changed the same field of one document: the stored value stays, the other is kept in a review. */
export function tellEdits(parts: DisputeParts): readonly Step[] {
  const { devices } = parts
  const kit = disputeKit(parts)

  /** Both knew the same version; the second one's write comes last. */
  function both(
    definition: Definition,
    id: string,
    first: Made & { set: Values },
    second: Made & { set: Values },
  ): readonly Step[] {
    const before = kit.seen(definition, id, Math.max(first.made, second.made) + 1)
    return [
      before.step,
      kit.step(first, () => kit.edit(first, definition, before.document, first.set)),
      kit.step(second, () => kit.edit(second, definition, before.document, second.set)),
    ]
  }

  /** A label was printed twice: a thing gets the tag that another one carries. */
  function labelTwice(key: string, otherKey: string, write: Made): readonly Step[] {
    const before = kit.seen(equipment, kit.thingId(key), write.made + 1)
    const { tagCode } = parts.room.thing(otherKey).piece
    return [before.step, kit.step(write, () => kit.edit(write, equipment, before.document, { tagCode }))]
  }

  return [
    ...labelTwice('RAD-8', 'RAD-7', { device: devices.laptop, made: 40 }),
    ...both(
      equipment,
      kit.thingId('FSP-96'),
      { device: devices.laptop, made: 50, set: { size: 'XL', serial: 'SP4410077' } },
      { device: devices.tablet, made: 53, received: 26, set: { size: 'L', model: 'Power SPX' } },
    ),
    ...both(
      equipment,
      kit.thingId('RAD-9'),
      { device: devices.office, made: 7, set: { name: 'Headset radio, press box' } },
      {
        device: devices.laptop,
        made: 8,
        received: 6,
        set: { name: 'Headset radio, sideline', manufacturer: 'CoachComm' },
      },
    ),
    ...both(
      equipment,
      kit.thingId('FBH-101'),
      { device: devices.laptop, made: 28, set: { condition: 'good' } },
      { device: devices.phone(1), made: 31, received: 20, set: { condition: 'unsafe' } },
    ),
    ...both(
      people,
      kit.person('football-v-7'),
      { device: devices.laptop, made: 74, set: { jerseyNumber: '17' } },
      { device: devices.office, made: 75, received: 70, set: { jerseyNumber: '71' } },
    ),
    ...both(
      teams,
      kit.team('track'),
      { device: devices.laptop, made: 300, set: { name: 'Track & Field' } },
      { device: devices.tablet, made: 301, received: 299, set: { name: 'Varsity Track and Field' } },
    ),
  ]
}
