import type { Bench } from '../line.ts'
import type { DayEnd, PeakFigures, PeakOptions } from '../load/day/day-options.ts'
import { figure } from '../statistics.ts'
import { countersOf, openSchools } from '../systems/day-schools.ts'
import { type Etrax, startEtrax } from '../systems/etrax.ts'

export interface DayShape {
  readonly schools: number
  readonly devicesOfSchool: number
  readonly thingsOfDevice: number
  readonly watchedOfSchool: number
  readonly pushesPerSecond: number
  /** Devices that are away from the network at once. */
  readonly away: number
}

export interface Memory {
  /** Heap after a full collection, and what the process holds. */
  readonly heap: number
  readonly resident: number
}

export interface Part extends PeakFigures {
  /** Milliseconds of processor time that a push cost the server and its Postgres, its delivery to the readers with it. */
  readonly processorMs: number
}

export interface Day {
  /** One for each part of it. */
  readonly peaks: readonly Part[]
  /** One more than there are parts: before the first and after each. */
  readonly memory: readonly Memory[]
  readonly errors: readonly string[]
  readonly drift: readonly string[]
  readonly end: DayEnd
}

/** What of the time runs before anything is counted: the server meets every school and device for the first time. */
const WARM_UP_SECONDS = 10
const SHOWN = 5

async function memoryOf(etrax: Etrax): Promise<Memory> {
  const resident = etrax.memory() ?? Number.NaN
  return { heap: await etrax.heap(), resident }
}

/** A day on a server of its own, in parts between which the server's memory is looked at. */
export async function dayOf(bench: Bench, shape: DayShape, parts: readonly number[]): Promise<Day> {
  const { generator, log } = bench
  const etrax = await startEtrax(bench.port(), { tellsHeap: true })
  try {
    const schools = await openSchools(etrax, shape.schools, shape.devicesOfSchool)
    await generator.run('openDay', {
      ...shape,
      port: etrax.maker.port,
      schools: schools.map(({ day }) => day),
    })
    const counters = await countersOf(etrax, schools)
    const peak = (seconds: number): Promise<PeakFigures> => {
      const options: PeakOptions = { seconds, pushesPerSecond: shape.pushesPerSecond, away: shape.away }
      return generator.run('runPeak', options)
    }
    const warmUp = await peak(WARM_UP_SECONDS)
    const peaks: Part[] = []
    const memory = [await memoryOf(etrax)]
    for (const [index, seconds] of parts.entries()) {
      const before = etrax.processorMs()
      const figures = await peak(seconds)
      const processorMs = (etrax.processorMs() - before) / figures.pushes
      const after = await memoryOf(etrax)
      peaks.push({ ...figures, processorMs })
      memory.push(after)
      const told = [figures.pushesPerSecond, figures.p50, figures.p99, after.heap, after.resident]
      log(`  ${index + 1}/${parts.length} ${told.map(figure).join(', ')}; ${figures.errors.length} errors`)
    }
    const end = await generator.run('endDay', {})
    const moved = (await countersOf(etrax, schools)).map((counter, index) => counter - (counters[index] ?? 0))
    const drift = [...end.drift, ...miscounted(moved, end.entries)]
    const errors = [warmUp, ...peaks].flatMap((figures) => figures.errors)
    for (const wrong of [...errors.slice(0, SHOWN), ...drift.slice(0, SHOWN)]) log(`  ${wrong}`)
    log(`  ${end.framesSeen} frames were looked at, ${end.pulls} gaps pulled`)
    return { peaks, memory, errors, drift, end }
  } finally {
    await etrax.stop()
  }
}

/** An entry moves the counter twice, once for itself and once for its thing; what the device then says of the thing is known. */
function miscounted(moved: readonly number[], entries: readonly number[]): readonly string[] {
  return moved.flatMap((by, index) =>
    by === 2 * (entries[index] ?? 0)
      ? []
      : [`The counter of school ${index + 1} moved by ${by} for ${entries[index]} entries.`],
  )
}
