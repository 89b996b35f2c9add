import type { TestServer } from '../support/server.ts'
import { lostWrites } from './accounting.ts'
import type { Also } from './also.ts'
import { browserMoves } from './browsers/browser-moves.ts'
import { settledEvidence } from './browsers/browser-replicas.ts'
import type { Decisions } from './choose-decision.ts'
import { createDevice } from './device.ts'
import { createDisasters, type Disaster } from './disasters.ts'
import type { Evidence } from './evidence.ts'
import { furnish } from './furnish.ts'
import { heal } from './heal.ts'
import { movesWith } from './moves.ts'
import { replicaDifferences } from './replica-check.ts'
import { standingDifferences } from './standing-check.ts'
import { quietTurn } from './sync-turns.ts'
import { type Met, whatWasMet } from './what-was-met.ts'
import { createWorld, type World } from './world.ts'

export interface OracleRun {
  readonly seed: number
  readonly moves: number
  /** Which befall the server, in this order, spread over the run. */
  readonly disasters: readonly Disaster[]
  /** How many real browsers there are beside the simulated devices; none where it is left out. */
  readonly browsers?: number
  /** What managers decide on reviews; all where it is left out. */
  readonly decisions?: Decisions
  /** The name of the operation that is done more than anything else. */
  readonly often?: string
  /** Whether people do what they do more seldom, too; a seed of earlier does not say so and stays as it was. */
  readonly wide?: boolean
  /** What else there is; nothing where it is left out. */
  readonly also?: readonly Also[]
}

export interface OracleResult extends OracleRun {
  /** Empty where all was found as it must be. */
  readonly differences: readonly string[]
  /** What happened, a line a move. */
  readonly script: readonly string[]
  readonly writes: number
  /** How many decisions on reviews counted. */
  readonly carriedOut: number
  /** Undefined where the run broke off. */
  readonly met: Met | undefined
}

/**
 * One school, one seed: random moves, then healing, then the accounting.
 * @param client folder of the built client without screens, for browsers
 */
export async function runOracle(server: TestServer, run: OracleRun, client?: string): Promise<OracleResult> {
  const world = await createWorld(server, {
    seed: run.seed,
    slug: `oracle-${run.seed}-${Date.now().toString(36)}`,
    restored: run.disasters.includes('restore'),
    decisions: run.decisions ?? 'all',
    often: run.often,
    wide: run.wide ?? false,
    also: run.also ?? [],
    browsers: run.browsers ?? 0,
    client,
  })
  try {
    const { differences, carriedOut, met } = await outcomeOf(world, run).catch(failed)
    const { writes } = world.journal
    const shown = writes.filter((write) => write.shown).length
    return { ...run, differences, script: world.script, writes: shown, carriedOut, met }
  } finally {
    await world.close()
  }
}

type Outcome = Pick<OracleResult, 'differences' | 'carriedOut' | 'met'>

function failed(error: unknown): Outcome {
  const what = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return { differences: [what], carriedOut: 0, met: undefined }
}

async function outcomeOf(world: World, run: OracleRun): Promise<Outcome> {
  await furnish(world)
  await makeMoves(world, run)
  const restless = await heal(world)
  const { evidence, differences } = await settledEvidence(world)
  const all = [
    ...restless,
    ...differences,
    ...world.browsers.flatMap(({ faults }) => faults),
    ...lostWrites(world.journal.writes, evidence, world.files),
    ...world.found,
    ...standingDifferences(evidence, true),
    ...(await freshDeviceDifferences(world, evidence)),
    ...failuresIn(world.server.output()),
  ]
  const carriedOut = evidence.decided.flatMap(({ applied }) => applied).length
  return { differences: all, carriedOut, met: whatWasMet(world, evidence) }
}

async function makeMoves(world: World, run: OracleRun) {
  const disasters = createDisasters()
  const pending = [...run.disasters]
  const apart = Math.ceil(run.moves / (pending.length + 1))
  const moves = movesWith(world)
  const all = world.browsers.length > 0 ? [...moves, ...browserMoves] : moves
  for (const browser of world.browsers) browser.faulty(true)
  try {
    for (let at = 1; at <= run.moves; at += 1) {
      const disaster = at % apart === 0 ? pending.shift() : undefined
      const what = disaster
        ? await disasters.strike(world, disaster)
        : await world.random.weighted(all).run(world)
      if (what !== undefined) world.script.push(`${at}. ${what}`)
    }
  } finally {
    await disasters.end()
  }
}

/** A device that was never there before reads what the others have. */
async function freshDeviceDifferences(world: World, evidence: Evidence): Promise<readonly string[]> {
  const differences: string[] = []
  for (const [at, { account, role }] of world.school.members.entries()) {
    // One of each role: a sign-in costs as much as a hundred moves.
    if (world.school.members.findIndex((member) => member.role === role) !== at) continue
    const device = createDevice({
      name: `fresh${at + 1}`,
      account,
      role,
      hoursOff: 0,
      url: world.server.url,
      onSaved: () => undefined,
    })
    await device.sync(quietTurn(world))
    differences.push(...replicaDifferences(device, evidence))
  }
  return differences
}

/** What the server calls an internal error, or nobody caught. */
function failuresIn(output: string): readonly string[] {
  return output
    .split('\n')
    .filter((line) => line.includes('"unhandled":true') || line.includes('"status":500'))
    .map((line) => `the server logged: ${line.slice(0, 500)}`)
}
