import { STAFF } from '../../shared/roles.ts'
import { grow } from './grow.ts'
import type { Move } from './move.ts'
import { isAtWork, type Operation, pickThing, short, type Turn } from './operation.ts'
import { wordsOf } from './trace.ts'
import type { World } from './world.ts'

/** So much text, written and taken away a few times, is a history that the server gives up [A1]; what two paste apart fits in a note. */
const LETTERS = 6_000
const AT_ONCE = 2
/** More than any history outlasts. */
const FOR_LONG = 6

/** As long as many words, and for the comparison of texts one: it is written and taken away as a whole. */
function longText({ random }: Turn): string {
  return Array.from({ length: LETTERS }, () => random.int(36).toString(36)).join('')
}

/** Mostly the thing at which most was written: a history grows by many changes. */
function pickWritten(turn: Turn) {
  const { device, random } = turn
  const [longest] = device.all('equipment').toSorted((a, b) => lengthOf(b.merge) - lengthOf(a.merge))
  return random.chance(0.7) ? longest : pickThing(turn, () => true)
}

const lengthOf = (merge: unknown) => (typeof merge === 'string' ? merge.length : 0)

/** Everybody's words stay, and the rest is written anew. */
function rewrite(turn: Turn, id: string): boolean {
  const words = wordsOf(turn.device.shown('equipment', id)?.notes)
  return grow(turn, id, { notes: [...words, turn.world.word(), longText(turn)].join(' ') })
}

export const historyOperations: readonly Operation[] = [
  {
    name: 'rewrite notes',
    weight: 4,
    roles: STAFF,
    run(turn) {
      const thing = pickWritten(turn)
      if (!thing) return undefined
      for (let at = 0; at < AT_ONCE; at += 1) rewrite(turn, thing.id)
      return short(thing.id)
    },
  },
]

/** Somebody writes at one note for long, each change sent by itself; others hold its history as it was, and write on that. */
async function writeForLong(world: World): Promise<string | undefined> {
  const { random, devices } = world
  const staff = devices.filter((device) => STAFF.some((role) => role === device.role()) && isAtWork(device))
  if (staff.length === 0) return undefined
  const device = random.pick(staff)
  const turn = { world, device, random }
  const thing = pickWritten(turn)
  if (!thing) return undefined
  let sent = 0
  for (let at = 0; at < FOR_LONG; at += 1) {
    if (!rewrite(turn, thing.id)) break
    const isSent = await device.sync({ random, fault: () => undefined, collections: ['equipment'] })
    sent += isSent ? 1 : 0
  }
  return `${device.name} writes for long at ${short(thing.id)}, ${sent} sent`
}

/** Histories that grow so long that they are given up, while others hold them as they were. */
export const historyMoves: readonly Move[] = [{ name: 'write for long', weight: 4, run: writeForLong }]
