import type { DaySchool } from '../load/day/day-options.ts'
import type { Etrax } from './etrax.ts'
import { grantDevices } from './granted-devices.ts'
import type { School } from './school.ts'

export interface OpenSchool {
  readonly school: School
  readonly day: DaySchool
}

/** Schools with one manager each, signed in on so many devices. */
export async function openSchools(
  etrax: Etrax,
  count: number,
  devices: number,
): Promise<readonly OpenSchool[]> {
  const open: OpenSchool[] = []
  for (let index = 0; index < count; index += 1) {
    const { school } = await etrax.addSchool(0)
    const { tenant, managerId: userId } = school
    const granted = await grantDevices(etrax.maker, school, devices)
    open.push({ school, day: { name: tenant.slug, userId, devices: granted } })
  }
  return open
}

/** Where each school's counter stands. */
export async function countersOf(
  { maker }: Etrax,
  schools: readonly OpenSchool[],
): Promise<readonly number[]> {
  const counters: number[] = []
  for (const { school } of schools) {
    const [row] = await maker.admin.unsafe<{ seq: number }[]>(
      `SELECT seq FROM ${school.tenant.schema}.sync_state`,
    )
    counters.push(row?.seq ?? Number.NaN)
  }
  return counters
}
