import { describe, expect, test } from 'vitest'
import {
  accessKey,
  asSeenBy,
  hiddenFields,
  mayCreate,
  mayRead,
  mayUpdate,
  removalRight,
  type Subject,
} from './access.ts'
import type { Definition } from './collections/definition.ts'
import { registry } from './registry.ts'
import type { Role } from './roles.ts'
import { isRole, ROLES } from './roles.ts'

const ANN = '01900000-0000-7000-8000-00000000000a'
const TEAM = '01900000-0000-7000-8000-00000000000b'
const ME = '01900000-0000-7000-8000-00000000000c'
const as = (role: Role, more: Partial<Subject> = {}): Subject => ({ role, userId: ME, teamIds: [], ...more })

/**
 * Written by hand from security.md, role by role. r: reads all, s: reads a part, c: creates, u: changes something, d: deletes,
 * a: asks for a deletion, -: nothing.
 */
const table: Record<keyof typeof registry, Record<Role, string>> = {
  equipment: {
    STATION: 'r',
    USER: 'su',
    COACH: 'rua',
    EQUIPMENT_MANAGER: 'rcud',
    SCHOOL_ADMIN: 'rcud',
    ORG_ADMIN: 'r',
    SUPER_ADMIN: 'rcud',
  },
  categories: {
    STATION: 'r',
    USER: 'r',
    COACH: 'r',
    EQUIPMENT_MANAGER: 'rcud',
    SCHOOL_ADMIN: 'rcud',
    ORG_ADMIN: 'r',
    SUPER_ADMIN: 'rcud',
  },
  locations: {
    STATION: 'r',
    USER: 'r',
    COACH: 'r',
    EQUIPMENT_MANAGER: 'rcud',
    SCHOOL_ADMIN: 'rcud',
    ORG_ADMIN: 'r',
    SUPER_ADMIN: 'rcud',
  },
  people: {
    STATION: 's',
    USER: 's',
    COACH: 's',
    EQUIPMENT_MANAGER: 'rcud',
    SCHOOL_ADMIN: 'rcud',
    ORG_ADMIN: 'r',
    SUPER_ADMIN: 'rcud',
  },
  teams: {
    STATION: 's',
    USER: 'r',
    COACH: 'r',
    EQUIPMENT_MANAGER: 'rcud',
    SCHOOL_ADMIN: 'rcud',
    ORG_ADMIN: 'r',
    SUPER_ADMIN: 'rcud',
  },
  users: {
    STATION: 's',
    USER: 's',
    COACH: 'r',
    EQUIPMENT_MANAGER: 'r',
    SCHOOL_ADMIN: 'r',
    ORG_ADMIN: 'r',
    SUPER_ADMIN: 'r',
  },
  transactions: {
    STATION: 's',
    USER: 'sc',
    COACH: 'rc',
    EQUIPMENT_MANAGER: 'rc',
    SCHOOL_ADMIN: 'rc',
    ORG_ADMIN: 'r',
    SUPER_ADMIN: 'rc',
  },
  // Of a review a decision is appended, and which one is judged by shared/reviews/decision.ts.
  reviews: {
    STATION: 's',
    USER: 'su',
    COACH: 'su',
    EQUIPMENT_MANAGER: 'ru',
    SCHOOL_ADMIN: 'ru',
    ORG_ADMIN: 'r',
    SUPER_ADMIN: 'ru',
  },
}

function rights(definition: Definition, role: Role): string {
  const scope = definition.access.read[role]
  const reads = scope === undefined ? '' : scope === 'all' ? 'r' : 's'
  const creates = mayCreate(definition, role) ? 'c' : ''
  const updates = Object.keys(definition.groups).some((group) => mayUpdate(definition, role, group))
    ? 'u'
    : ''
  const removal = { apply: 'd', ask: 'a', none: '' }[removalRight(definition, role)]
  return `${reads}${creates}${updates}${removal}` || '-'
}

describe.each(Object.entries(table))('%s', (name, expected) => {
  test.each(ROLES)('%s', (role) => {
    const definition = Object.values(registry).find((each) => each.name === name)
    expect(definition && rights(definition, role)).toBe(expected[role])
  })
})

/** The groups and types that a role that writes does NOT write. */
const denied: readonly [keyof typeof registry, Role, readonly string[]][] = [
  ['equipment', 'USER', ['catalogue', 'condition', 'merge', 'server']],
  ['equipment', 'COACH', ['catalogue', 'server']],
  ['equipment', 'SCHOOL_ADMIN', ['server']],
  ['transactions', 'SCHOOL_ADMIN', ['entry', 'server']],
]
test.each(denied)('%s: %s does not change %j', (name, role, groups) => {
  for (const group of groups) expect(mayUpdate(registry[name], role, group)).toBe(false)
})

const types: readonly [Role, readonly string[]][] = [
  [
    'USER',
    [
      'check_out',
      'check_in',
      'transfer',
      'maintenance_out',
      'maintenance_in',
      'inspect',
      'adjust',
      'retire',
      'status_set',
    ],
  ],
  ['COACH', ['adjust', 'retire', 'status_set']],
  ['EQUIPMENT_MANAGER', ['status_set']],
  ['SCHOOL_ADMIN', ['status_set']],
  ['SUPER_ADMIN', ['status_set']],
  ['ORG_ADMIN', ['check_out', 'check_in', 'report_lost', 'retire', 'status_set']],
]
test.each(types)('%s does not enter %j', (role, refused) => {
  for (const type of refused)
    expect(mayCreate(registry.transactions, role, { id: ANN, stamp: '', type })).toBe(false)
  if (role !== 'ORG_ADMIN')
    expect(mayCreate(registry.transactions, role, { id: ANN, stamp: '', type: 'report_lost' })).toBe(true)
})

describe('scope', () => {
  const helmet = { id: TEAM, stamp: '', holderId: ANN }
  const person = { id: ANN, stamp: '', teamIds: [TEAM], holds: [] }

  test('a USER sees what the own person holds, and nothing without a person', () => {
    expect(mayRead(registry.equipment, as('USER', { personId: ANN }), helmet)).toBe(true)
    expect(mayRead(registry.equipment, as('USER', { personId: TEAM }), helmet)).toBe(false)
    expect(mayRead(registry.equipment, as('USER'), helmet)).toBe(false)
    expect(mayRead(registry.equipment, as('USER'), { id: TEAM, stamp: '' })).toBe(false)
  })

  test('a COACH sees the people of the own teams, without their holds', () => {
    expect(mayRead(registry.people, as('COACH', { teamIds: [TEAM] }), person)).toBe(true)
    expect(mayRead(registry.people, as('COACH'), person)).toBe(false)
    expect(hiddenFields(registry.people, { role: 'COACH' })).toEqual(['holds'])
    expect(asSeenBy(registry.people, { role: 'COACH' }, person)).not.toHaveProperty('holds')
    expect(asSeenBy(registry.people, { role: 'SCHOOL_ADMIN' }, person)).toBe(person)
    expect(mayRead(registry.equipment, as('COACH'), helmet)).toBe(true)
  })

  test('a role that is not named sees nothing', () => {
    const { USER: _user, ...read } = registry.teams.access.read
    const closed: Definition = { ...registry.teams, access: { ...registry.teams.access, read } }
    expect(mayRead(closed, as('USER'), person)).toBe(false)
  })
})

test('the access key changes with role and scope, and with nothing else', () => {
  const coach = as('COACH', { teamIds: [TEAM, ANN] })
  expect(accessKey(coach)).toBe(accessKey(as('COACH', { teamIds: [ANN, TEAM] })))
  expect(accessKey(coach)).not.toBe(accessKey(as('COACH', { teamIds: [TEAM] })))
  expect(accessKey(as('USER', { personId: ANN }))).not.toBe(accessKey(as('USER')))
  expect(accessKey(as('SCHOOL_ADMIN'))).toBe(accessKey(as('SCHOOL_ADMIN', { userId: ANN, teamIds: [TEAM] })))
  expect(accessKey(as('SCHOOL_ADMIN'))).not.toBe(accessKey(as('SUPER_ADMIN')))
  expect(isRole('COACH') && !isRole('KING')).toBe(true)
})
