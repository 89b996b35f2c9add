import { EQUIPMENT_STATUSES } from '../collections/equipment.ts'
import { isUuid } from '../ids.ts'
import { instant } from '../validate.ts'
import type { Whereabouts } from './ledger-entry.ts'
import { type Problem, problem } from './planned.ts'
import { liveDocument, type World } from './world.ts'

const HOLDERS = ['people', 'teams', 'locations'] as const

/** The part of a thing's status group that says where it is. */
export function whereaboutsOf({ status, holderId, locationId, dueAt }: Whereabouts): Whereabouts {
  return {
    status,
    ...(holderId === undefined ? {} : { holderId }),
    ...(locationId === undefined ? {} : { locationId }),
    ...(dueAt === undefined ? {} : { dueAt }),
  }
}

/** Where somebody says that a thing is: with a holder that is there, and one at all where it is out. */
export function whereaboutsFrom(
  value: Readonly<Record<string, unknown>>,
  world: World,
): Whereabouts | Problem {
  const { status, holderId, locationId, dueAt } = value
  const known = EQUIPMENT_STATUSES.find((one) => one === status)
  if (!known) return problem(given(status) ? 'value-invalid' : 'value-missing', 'status')
  if (known === 'checked_out' && !given(holderId)) return problem('value-missing', 'holderId')
  if (given(holderId) && !(isUuid(holderId) && isHolder(world, holderId)))
    return problem('value-invalid', 'holderId')
  if (given(locationId) && !(isUuid(locationId) && liveDocument(world, 'locations', locationId)))
    return problem('value-invalid', 'locationId')
  const due = typeof dueAt === 'string' ? instant(dueAt) : undefined
  if (given(dueAt) && due === undefined) return problem('value-invalid', 'dueAt')
  return whereaboutsOf({
    status: known,
    ...(isUuid(holderId) ? { holderId } : {}),
    ...(isUuid(locationId) ? { locationId } : {}),
    ...(due === undefined ? {} : { dueAt: due }),
  })
}

function given(value: unknown): boolean {
  return value !== undefined && value !== null
}

export function isHolder(world: World, id: string): boolean {
  return HOLDERS.some((collection) => liveDocument(world, collection, id))
}
