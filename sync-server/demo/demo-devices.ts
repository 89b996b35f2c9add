import type { DemoDevice, DemoSchool } from './demo-school.ts'
import { type DemoUser, subjectOf } from './staff.ts'

const FAST_CLOCK_MS = 47 * 60_000

/** Who records what on which device. */
export interface DemoDevices {
  readonly laptop: DemoDevice
  readonly tablet: DemoDevice
  readonly office: DemoDevice
  readonly station: DemoDevice
  /** A coach's phone, 1 to 8. */
  phone(coach: number): DemoDevice
  /** A phone whose clock is 47 minutes ahead. */
  readonly fastPhone: DemoDevice
  phoneOf(user: DemoUser): DemoDevice
}

export function demoDevices(school: DemoSchool, users: readonly DemoUser[]): DemoDevices {
  const { slug } = school.plan
  const made = new Map<string, DemoDevice>()

  function device(name: string, userKey: string, skewMs = 0): DemoDevice {
    const known = made.get(name)
    if (known) return known
    const user = users.find(({ key }) => key === userKey)
    if (!user) throw new RangeError(`The demo has no ${userKey}.`)
    const fresh = school.device(`${slug}-${name}`, subjectOf(user), skewMs)
    made.set(name, fresh)
    return fresh
  }

  return {
    laptop: device('manager-laptop', 'manager'),
    tablet: device('manager-tablet', 'manager-2'),
    office: device('office', 'admin'),
    station: device('station-1', 'manager-2'),
    phone: (coach) => device(`coach-${coach}-phone`, `coach-${coach}`),
    fastPhone: device('coach-4-old-phone', 'coach-4', FAST_CLOCK_MS),
    phoneOf: (user) => school.device(`${slug}-${user.key}-phone`, subjectOf(user)),
  }
}
