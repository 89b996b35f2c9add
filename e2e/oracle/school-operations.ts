import { MANAGERS } from '../../shared/roles.ts'
import { edit, type Operation, pickShared, short } from './operation.ts'

const any = () => true

/** What managers do to people and teams. */
export const schoolOperations: readonly Operation[] = [
  {
    name: 'add person',
    weight: 1,
    roles: MANAGERS,
    run({ device, random, world }) {
      const id = world.newId(device)
      const stamp = device.clock.next()
      const teamIds = world.school.teamIds.filter(() => random.chance(0.5))
      device.save('people', id, stamp, () => ({
        id,
        stamp,
        name: world.word(),
        kind: 'athlete',
        active: true,
        teamIds,
      }))
      return short(id)
    },
  },
  {
    name: 'edit person',
    weight: 3,
    roles: MANAGERS,
    run(turn) {
      const person = pickShared(turn, 'people', any)
      const field = turn.random.pick(['name', 'jerseyNumber'])
      if (!person) return undefined
      edit(turn, 'people', person.id, () => ({ [field]: turn.world.word() }))
      return `${short(person.id)} ${field}`
    },
  },
  {
    name: 'change teams of person',
    weight: 2,
    roles: MANAGERS,
    run(turn) {
      const person = pickShared(turn, 'people', any)
      if (!person) return undefined
      const teamIds = turn.world.school.teamIds.filter(() => turn.random.chance(0.5))
      edit(turn, 'people', person.id, () => ({ teamIds }))
      return short(person.id)
    },
  },
  {
    name: 'delete person',
    weight: 0.7,
    roles: MANAGERS,
    run(turn) {
      const person = pickShared(turn, 'people', ({ id }) => id !== turn.world.school.ownPersonId)
      if (!person) return undefined
      edit(turn, 'people', person.id, () => ({ _deleted: true }))
      return short(person.id)
    },
  },
  {
    name: 'edit team',
    weight: 2,
    roles: MANAGERS,
    run(turn) {
      const team = pickShared(turn, 'teams', any)
      const field = turn.random.pick(['name', 'season'])
      if (!team) return undefined
      edit(turn, 'teams', team.id, () => ({ [field]: turn.world.word() }))
      return `${short(team.id)} ${field}`
    },
  },
]
