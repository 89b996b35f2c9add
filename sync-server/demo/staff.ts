import type { Subject } from '../../shared/access.ts'
import type { Role } from '../../shared/roles.ts'
import type { DemoSchool } from './demo-school.ts'
import type { RosterPerson } from './roster.ts'

/** A user of a demo school, to be made through the server's own way of making users. */
export interface DemoUser {
  readonly id: string
  readonly key: string
  readonly name: string
  readonly role: Role
  readonly personId?: string
  readonly teamIds: readonly string[]
  /** Absent: somebody whose work is in the records and who has no sign-in. */
  readonly email?: string
}

/** A sign-in for each role above the member's, and the other coaches. */
export function staffUsers(school: DemoSchool): readonly DemoUser[] {
  return school.plan.staff.map(({ key, name, role, teams, email }) => ({
    id: school.id('users', key),
    key,
    name,
    role,
    teamIds: teams.map((team) => school.id('teams', team)),
    ...(role === 'COACH' || role === 'EQUIPMENT_MANAGER' ? { personId: school.id('people', key) } : {}),
    ...(email === undefined ? {} : { email }),
  }))
}

/** The sign-in of an athlete who helps in the equipment room. */
export function memberUser(school: DemoSchool, { key, name, teams }: RosterPerson): DemoUser {
  return {
    id: school.id('users', 'member'),
    key: 'member',
    name,
    role: 'USER',
    personId: school.id('people', key),
    teamIds: teams.map((team) => school.id('teams', team)),
    email: `member@${school.plan.slug}.example`,
  }
}

export function subjectOf({ id, role, personId, teamIds }: DemoUser): Subject {
  return { userId: id, role, personId, teamIds }
}
