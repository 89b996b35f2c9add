import type { Device } from './device.ts'
import type { Member } from './school.ts'

/** The places at which people work, each a machine that keeps what was left on it, one person signed in at each. */
export interface Seats {
  /** Who is signed in, by place; behind them whoever was gathered. */
  readonly devices: readonly Device[]
  /** What the machine at a place keeps of people who are not signed in there. */
  away(seat: number): readonly Device[]
  allAway(): readonly Device[]
  /**
   * Somebody signs in at a place: on what is kept of them there, or else on a device of their own with nothing on it.
   * @param stays whether what the person who was there has is kept
   */
  take(seat: number, member: Member, stays: boolean): Device
  /** Nothing of it stays on its machine. */
  empty(device: Device): void
  /** Everybody of whom something is kept signs in, beside whoever is there. */
  gather(): void
}

export type MakeDevice = (seat: number, member: Member, name: string) => Device

/** @param nameOf how a place is called; who comes there first goes by that */
export function createSeats(
  members: readonly Member[],
  nameOf: (member: Member, seat: number) => string,
  make: MakeDevice,
): Seats {
  const devices = members.map((member, seat) => make(seat, member, nameOf(member, seat)))
  const kept = members.map((): Device[] => [])
  const made = members.map(() => 0)

  function anew(seat: number, member: Member): Device {
    const [first] = members.slice(seat)
    const count = (made[seat] ?? 0) + 1
    made[seat] = count
    return make(seat, member, `${first ? nameOf(first, seat) : ''}.${count}`)
  }

  const withoutIn = (list: Device[], device: Device) => {
    const at = list.indexOf(device)
    if (at >= 0) list.splice(at, 1)
  }

  return {
    devices,
    away: (seat) => kept[seat] ?? [],
    allAway: () => kept.flat(),
    take(seat, member, stays) {
      const here = kept[seat] ?? []
      const left = devices[seat]
      if (left && stays) here.push(left)
      const own = here.find(({ userId }) => userId === member.account.userId)
      if (own) withoutIn(here, own)
      const taken = own ?? anew(seat, member)
      devices[seat] = taken
      return taken
    },
    empty(device) {
      for (const here of kept) withoutIn(here, device)
    },
    gather() {
      for (const here of kept) devices.push(...here.splice(0))
    },
  }
}
