import type { Role } from '../../shared/roles.ts'
import { short } from './operation.ts'
import type { Member } from './school.ts'
import { UnreachableError } from './transport.ts'
import type { World } from './world.ts'

const LOWERED: Partial<Record<Role, readonly Role[]>> = {
  EQUIPMENT_MANAGER: ['COACH', 'EQUIPMENT_MANAGER'],
  COACH: ['USER', 'COACH', 'EQUIPMENT_MANAGER'],
}

/** A role is lowered or raised, or the teams change by which a coach sees people. */
export async function changeAccount(
  { random, school, admin }: World,
  name: string,
  member: Member | undefined,
): Promise<string | undefined> {
  const roles = LOWERED[member?.role ?? 'USER']
  if (!member || !roles) return undefined
  const body = random.chance(0.5)
    ? { role: random.pick(roles) }
    : { teamIds: school.teamIds.filter(() => random.chance(0.5)) }
  const path = `/api/v1/users/${member.account.userId}`
  try {
    await admin.ask(path, { method: 'PATCH', body: JSON.stringify(body) })
  } catch (error) {
    if (error instanceof UnreachableError) return undefined
    throw error
  }
  const teams = 'teamIds' in body ? `teams ${body.teamIds.map(short).join(' ')}` : body.role
  return `${name} is given: ${teams}`
}
