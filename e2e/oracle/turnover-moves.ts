import { setTimeout as delay } from 'node:timers/promises'
import { isManager } from '../../shared/roles.ts'
import type { Device } from './device.ts'
import { handedOverAt, handOver, handOverAt } from './hand-over.ts'
import type { Move } from './move.ts'
import type { Member } from './school.ts'
import { faultyTurn } from './sync-turns.ts'
import { UnreachableError } from './transport.ts'
import type { World } from './world.ts'

const MOST_DISABLED = 2
const MOST_ATTEMPTS = 100
const BETWEEN_MS = 100

/** Until it was answered: whoever disables an account looks whether it is. */
export async function setDisabled(world: World, userId: string, disabled: boolean): Promise<void> {
  const { admin, disabled: all } = world
  for (let attempt = 1; ; attempt += 1) {
    try {
      await admin.ask(`/api/v1/users/${userId}`, { method: 'PATCH', body: JSON.stringify({ disabled }) })
      break
    } catch (error) {
      if (!(error instanceof UnreachableError) || attempt === MOST_ATTEMPTS) throw error
      await delay(BETWEEN_MS)
    }
  }
  if (disabled) all.add(userId)
  else all.delete(userId)
}

const devicesOf = ({ seats }: World, id: string) =>
  [...seats.devices, ...seats.allAway()].filter(({ userId }) => userId === id).map(({ name }) => name)

async function disable(world: World): Promise<string | undefined> {
  const { random, school, seats, disabled } = world
  if (disabled.size >= MOST_DISABLED) return undefined
  const holding = seats.devices.filter((device) => device.unsentCount() > 0)
  // Mostly somebody who has not sent everything.
  const { userId } =
    holding.length > 0 && random.chance(0.7) ? random.pick(holding) : random.pick(school.members).account
  if (disabled.has(userId)) return undefined
  await setDisabled(world, userId, true)
  return `who works at ${devicesOf(world, userId).join(' ')} is disabled`
}

async function letIn(world: World): Promise<string | undefined> {
  const { random, disabled } = world
  if (disabled.size === 0) return undefined
  const userId = random.pick([...disabled])
  await setDisabled(world, userId, false)
  return `who works at ${devicesOf(world, userId).join(' ')} is let in again`
}

/** What was confirmed since the backup comes again from its device alone [D11]: none is emptied until everybody has read anew. */
const mayBeEmptied = ({ restored, backedUp }: World) => !restored || !backedUp

/** How somebody leaves a place. Undefined: nothing of theirs stays there. */
function leave(world: World, device: Device): { readonly stays: boolean; readonly how: string } {
  const { random, files } = world
  const batches = device.kept()
  if (device.transport.isShutOut())
    return { stays: true, how: `is shut out with ${device.unsentCount()} unsent` }
  if (!mayBeEmptied(world)) return { stays: true, how: 'leaves' }
  if (batches.length === 0) return { stays: false, how: 'signs out' }
  // [D6] What is unsent blocks it, or is taken along in a file; a session ends without.
  if (random.chance(0.7)) return { stays: true, how: `is away with ${device.unsentCount()} unsent` }
  files.push({ device: device.name, batches })
  return { stays: false, how: `signs out with ${device.unsentCount()} in a file` }
}

/** Where somebody's work waits for a manager, one comes. */
function newcomer(world: World, seat: number): Member | undefined {
  const { random, school, seats, disabled } = world
  const here = seats.devices[seat]
  const waits = [...seats.away(seat), ...(here ? [here] : [])].some(({ userId }) => disabled.has(userId))
  const others = school.members.filter(
    ({ account: { userId } }) => userId !== here?.userId && !disabled.has(userId),
  )
  const fit = waits ? others.filter(({ role }) => isManager(role)) : others
  return fit.length === 0 ? undefined : random.pick(fit)
}

async function changeUser(world: World): Promise<string | undefined> {
  const { random, seats } = world
  const shut = seats.devices.flatMap(({ transport }, seat) => (transport.isShutOut() ? [seat] : []))
  const seat = shut.length > 0 && random.chance(0.7) ? random.pick(shut) : random.int(seats.devices.length)
  const before = seats.devices[seat]
  const member = newcomer(world, seat)
  // Nobody signs in without a network.
  if (!before || !member || before.transport.partitioned) return undefined
  const { stays, how } = leave(world, before)
  const taken = seats.take(seat, member, stays)
  taken.transport.partitioned = false
  const done = await taken.sync(faultyTurn(world))
  const handed = mayBeEmptied(world) ? await handOverAt(world, seat) : undefined
  const said = `${before.name} ${how}, ${taken.name} signs in as ${member.role}${done ? '' : ', broken off'}`
  return handed === undefined ? said : `${said}, ${handed}`
}

async function handOverOne(world: World): Promise<string | undefined> {
  if (!mayBeEmptied(world)) return undefined
  const seats = world.seats.devices.flatMap((_, seat) => (handedOverAt(world, seat).length > 0 ? [seat] : []))
  return seats.length === 0 ? undefined : handOverAt(world, world.random.pick(seats))
}

/** Accounts that end and begin, and people who change places, while their devices hold work. */
export const turnoverMoves: readonly Move[] = [
  { name: 'disable', weight: 2, run: disable },
  { name: 'let in', weight: 1, run: letIn },
  { name: 'change user', weight: 3.5, run: changeUser },
  { name: 'hand over', weight: 3, run: handOverOne },
]

/** In the end some of what disabled accounts left is handed over, and everybody works on. */
export async function letEverybodyIn(world: World): Promise<void> {
  const { admin, random, seats, disabled, script } = world
  for (const device of mayBeEmptied(world) ? seats.allAway() : []) {
    if (!disabled.has(device.userId) || random.chance(0.3)) continue
    script.push(
      `${device.name} is handed over in the end: ${await handOver(world, device, admin, undefined)}`,
    )
  }
  for (const userId of [...disabled]) await setDisabled(world, userId, false)
  for (const { transport } of seats.allAway()) transport.partitioned = false
  seats.gather()
}
