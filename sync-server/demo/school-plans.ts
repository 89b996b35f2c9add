import type { Role } from '../../shared/roles.ts'

/** Somebody who works at a demo school. `email` is there for those who get a sign-in. */
export interface StaffPlan {
  readonly key: string
  readonly name: string
  readonly role: Role
  /** Keys of teams. */
  readonly teams: readonly string[]
  readonly email?: string
}

/** `full`: as a school is; `small`: a quarter of its things and people, for machines and tests that want it quickly. */
export const DEMO_SIZES = ['full', 'small'] as const
export type DemoSize = (typeof DEMO_SIZES)[number]

export interface SchoolPlan {
  /** The tenant. */
  readonly slug: string
  readonly name: string
  /** Tags as this school prints them, from the gear's key and its number in the set and in the school. */
  tag(key: string, inSet: number, inSchool: number): string
  readonly staff: readonly StaffPlan[]
  readonly size: DemoSize
}

export const ORGANIZATION = { name: 'Cascade School District', kind: 'district' } as const
export const TIME_ZONE = 'America/Los_Angeles'

/** Who leads which teams; the first one has the coach's sign-in and a team in each season. */
const COACHED: readonly (readonly string[])[] = [
  ['football-v', 'wrestling', 'track'],
  ['soccer-g', 'basketball-g'],
  ['football-jv', 'baseball'],
  ['volleyball', 'lacrosse'],
  ['soccer-b', 'basketball-b'],
  ['softball', 'volleyball'],
  ['football-v', 'football-jv'],
  ['track', 'lacrosse'],
]

const northridge: Omit<SchoolPlan, 'size'> = {
  slug: 'northridge',
  name: 'Northridge High School',
  tag: (key, inSet) => `${key}-${String(inSet).padStart(3, '0')}`,
  staff: staff('northridge', {
    admin: 'Patricia Okafor',
    manager: 'Dana Whitfield',
    secondManager: 'Teo Alvarez',
    coaches: [
      'Marcus Bell',
      'Renee Castillo',
      'Aaron Lindgren',
      'Mei-Ling Huang',
      'Tyrone Watson',
      'Kelly O’Connor',
      'Sione Fonoti',
      'Grace Nakamura',
    ],
  }),
}

/** A school that kept the numbers that were on its things before. */
const lakeview: Omit<SchoolPlan, 'size'> = {
  slug: 'lakeview',
  name: 'Lakeview High School',
  tag: (_key, _inSet, inSchool) => `LV${20_000 + inSchool}`,
  staff: staff('lakeview', {
    admin: 'Robert Stenson',
    manager: 'Yolanda Reyes',
    secondManager: 'Caleb Thao',
    coaches: [
      'Darnell Hughes',
      'Ingrid Bergstrom',
      'Luis Zamora',
      'Anh Pham',
      'Brianna Cole',
      'Samir Haddad',
      'Makoa Kekoa',
      'Joanne Perry',
    ],
  }),
}

export function schoolPlans(size: DemoSize): readonly SchoolPlan[] {
  return [northridge, lakeview].map((plan) => ({ ...plan, size }))
}

/** How many of so many a school of that size has. */
export function share(count: number, size: DemoSize): number {
  return size === 'full' ? count : Math.ceil(count / 4)
}

function staff(
  slug: string,
  names: { admin: string; manager: string; secondManager: string; coaches: readonly string[] },
): readonly StaffPlan[] {
  const email = (who: string) => `${who}@${slug}.example`
  return [
    { key: 'admin', name: names.admin, role: 'SCHOOL_ADMIN', teams: [], email: email('admin') },
    { key: 'manager', name: names.manager, role: 'EQUIPMENT_MANAGER', teams: [], email: email('manager') },
    { key: 'manager-2', name: names.secondManager, role: 'EQUIPMENT_MANAGER', teams: [] },
    ...names.coaches.map((name, index) => ({
      key: `coach-${index + 1}`,
      name,
      role: 'COACH' as const,
      teams: COACHED[index] ?? [],
      ...(index === 0 ? { email: email('coach') } : {}),
    })),
    { key: 'district', name: 'Linda Hargrove', role: 'ORG_ADMIN', teams: [], email: email('district') },
    { key: 'platform', name: 'Priya Raman', role: 'SUPER_ADMIN', teams: [], email: email('platform') },
  ]
}
