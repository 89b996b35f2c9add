import { changeAccount } from './account-changes.ts'
import { createEvidence } from './evidence.ts'
import { historyMoves } from './history-operations.ts'
import type { Move } from './move.ts'
import { isAtWork } from './operation.ts'
import { type Customs, operationsWith } from './operations.ts'
import { purgeTombstones } from './purge.ts'
import { decideApart } from './review-operations.ts'
import { standingDifferences } from './standing-check.ts'
import { readStoredSchool } from './stored-school.ts'
import { faultyTurn } from './sync-turns.ts'
import { turnoverMoves } from './turnover-moves.ts'
import type { World } from './world.ts'

async function operate(world: World): Promise<string | undefined> {
  const { random } = world
  const device = random.pick(world.devices)
  if (!isAtWork(device)) return undefined
  const role = device.role()
  const own = operationsWith(world).filter(({ roles }) => roles.includes(role))
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const operation = random.weighted(own)
    const what = operation.run({ world, device, random })
    if (what !== undefined) return `${device.name} ${operation.name} ${what}`
  }
  return undefined
}

async function syncOne(world: World): Promise<string> {
  const device = world.random.pick(world.devices)
  const done = await device.sync(faultyTurn(world))
  return `${device.name} sync${done ? '' : ', broken off'}`
}

/** All devices at once: what the server decides together. */
export async function rush(world: World): Promise<string> {
  const done = await Promise.all(world.devices.map((device) => device.sync(faultyTurn(world))))
  return `all sync: ${world.devices.map(({ name }, at) => `${name}${done[at] ? '' : ', broken off'}`).join(' ')}`
}

function partition({ random, devices }: World): string {
  const { name, transport } = random.pick(devices)
  transport.partitioned = !transport.partitioned
  return `${name} is ${transport.partitioned ? 'cut off' : 'back'}`
}

function stepClock({ random, devices }: World): string {
  const { name, clock } = random.pick(devices)
  const hours = random.pick([-30, -2, 1, 5, 24 * 40])
  clock.step(hours)
  return `${name} sets its clock by ${hours} h`
}

async function replay({ random, devices }: World): Promise<string | undefined> {
  const device = random.pick(devices)
  if (device.sent.length === 0) return undefined
  const batch = random.pick(device.sent)
  await device.replay(batch)
  return `${device.name} an old push of ${batch.collection} arrives once more`
}

/** Somebody looks into the database while everything is under way. */
const look: Move = {
  name: 'look',
  weight: 2,
  async run(world) {
    const found = standingDifferences(createEvidence(await readStoredSchool(world)), false)
    world.found.push(...found.map((line) => `at move ${world.script.length + 1}: ${line}`))
    return found.length > 0 ? 'what is stored does not add up' : undefined
  },
}

const ownMoves: readonly Move[] = [
  { name: 'operate', weight: 60, run: operate },
  { name: 'sync', weight: 22, run: syncOne },
  { name: 'rush', weight: 3, run: rush },
  { name: 'partition', weight: 4, run: partition },
  { name: 'clock', weight: 2, run: stepClock },
  { name: 'replay', weight: 3, run: replay },
  {
    name: 'account',
    weight: 1.5,
    run(world) {
      const { name, userId } = world.random.pick(world.devices)
      const member = world.school.members.find(({ account }) => account.userId === userId)
      return changeAccount(world, name, member)
    },
  },
  {
    name: 'purge',
    weight: 0.5,
    async run(world) {
      // A tombstone that is old enough to go is older than every backup that is put back.
      if (world.restored) return undefined
      return (await purgeTombstones(world)) ? 'old tombstones are purged' : undefined
    },
  },
]

/** All that happens to the simulated devices. */
export function movesWith({ decisions, also }: Pick<Customs, 'decisions' | 'also'>): readonly Move[] {
  const all = [
    ...ownMoves,
    ...(also.includes('turnover') ? turnoverMoves : []),
    ...(also.includes('histories') ? historyMoves : []),
  ]
  return decisions === 'all' ? [...all, look, { name: 'decide apart', weight: 3, run: decideApart }] : all
}
