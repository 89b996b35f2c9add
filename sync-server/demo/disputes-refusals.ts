import { equipment } from '../../shared/collections/equipment.ts'
import type { Step } from './demo-school.ts'
import { type DisputeParts, disputeKit, type Made } from './dispute-kit.ts'

/** Deletions that somebody could lose by, and writes that could not be taken. */
export function tellRefusals(parts: DisputeParts): readonly Step[] {
  const { devices, memberPhone } = parts
  const kit = disputeKit(parts)
  const pads = kit.thingId('FSP-97')

  function removal(key: string, write: Made): Step {
    return kit.step(write, async () =>
      kit.remove(write, equipment, await kit.read(equipment, kit.thingId(key))),
    )
  }

  function attempt(key: string, write: Made, fields: Readonly<Record<string, unknown>>): Step {
    const id = kit.transactionId(key, write.made)
    return kit.step(write, async () =>
      kit.move(write, id, await kit.read(equipment, kit.thingId(key)), fields),
    )
  }

  const asked: Made = { device: devices.phone(1), made: 29 }
  const stale: Made = { device: devices.tablet, made: 147, received: 140 }
  const corrected: Made = { device: devices.laptop, made: 144 }
  const knownStale = kit.seen(equipment, kit.thingId('FSP-98'), 148)
  const goneWatch = kit.seen(equipment, kit.thingId('STW-20'), 60)
  const lateLoan: Made = { device: devices.phone(2), made: 58, received: 34 }
  const goneBat = kit.seen(equipment, kit.thingId('BBT-22'), 100)
  const lateEdit: Made = { device: devices.tablet, made: 98, received: 47 }
  const renamed: Made = { device: devices.phone(1), made: 190 }
  const notTheirs: Made = { device: memberPhone, made: 16 }

  return [
    kit.step(asked, async () => kit.remove(asked, equipment, await kit.read(equipment, pads))),
    attempt(
      'FBH-103',
      { device: devices.station, made: 200 },
      {
        type: 'check_out',
        toHolderId: kit.person('football-v-11'),
        dueAt: kit.hoursAhead(290),
      },
    ),
    removal('FBH-103', { device: devices.laptop, made: 19 }),
    knownStale.step,
    kit.step(corrected, async () =>
      kit.edit(corrected, equipment, await kit.read(equipment, kit.thingId('FSP-98')), { size: '2XL' }),
    ),
    kit.step(stale, () => kit.remove(stale, equipment, knownStale.document)),
    goneWatch.step,
    removal('STW-20', { device: devices.laptop, made: 56 }),
    kit.step(lateLoan, () =>
      kit.move(lateLoan, kit.transactionId('STW-20', lateLoan.made), goneWatch.document, {
        type: 'check_out',
        toHolderId: kit.person('coach-2'),
        dueAt: kit.hoursAhead(100),
      }),
    ),
    goneBat.step,
    removal('BBT-22', { device: devices.laptop, made: 96 }),
    kit.step(lateEdit, () =>
      kit.edit(lateEdit, equipment, goneBat.document, { size: '34"', model: 'CATX2' }),
    ),
    kit.step(renamed, async () =>
      kit.edit(renamed, equipment, await kit.read(equipment, kit.thingId('FBH-105')), {
        name: 'Football helmet, captain',
      }),
    ),
    attempt('FBH-104', { device: devices.phone(1), made: 15 }, { type: 'retire', note: 'Shell cracked' }),
    attempt(
      'RAD-10',
      { device: devices.fastPhone, made: 11 },
      { type: 'check_in', note: 'Back in the cabinet' },
    ),
    kit.step(notTheirs, async () => {
      const jersey = await kit.read(equipment, kit.thingId('FJH-99'))
      const id = kit.transactionId('FJH-99', notTheirs.made)
      await kit.move(notTheirs, id, jersey, { type: 'report_lost', note: 'I left it on the bus' })
    }),
  ]
}
