import { quietTurn } from './sync-turns.ts'
import type { World } from './world.ts'

const THINGS = 5
const PEOPLE = 4

/** The school's first records, saved on a manager's device, and a first sync of everybody. */
export async function furnish(world: World): Promise<void> {
  const { school, devices, random } = world
  const [manager] = devices
  if (!manager) throw new Error('There is no device.')
  const save = (
    collection: 'people' | 'teams' | 'equipment',
    fields: Record<string, unknown>,
    id?: string,
  ) => {
    const stamp = manager.clock.next()
    const own = id ?? world.newId(manager)
    manager.save(collection, own, stamp, () => ({ id: own, stamp, ...fields }))
  }
  for (const id of school.teamIds) save('teams', { name: world.word(), active: true }, id)
  const athlete = () => ({ name: world.word(), kind: 'athlete', active: true })
  save('people', { ...athlete(), teamIds: [] }, school.ownPersonId)
  for (let at = 0; at < PEOPLE; at += 1)
    save('people', { ...athlete(), teamIds: school.teamIds.filter(() => random.chance(0.6)) })
  for (let at = 0; at < THINGS; at += 1)
    save('equipment', { kind: 'serialized', name: world.word(), status: 'available' })
  save('equipment', { kind: 'bulk', name: world.word(), status: 'available', quantity: 12 })
  for (const device of devices) await device.sync(quietTurn(world))
}
