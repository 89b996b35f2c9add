import type { Line, LineResult } from '../line.ts'
import { figure } from '../statistics.ts'
import { type DayShape, dayOf } from './day.ts'

const SHAPE: DayShape = {
  schools: 1,
  devicesOfSchool: 200,
  thingsOfDevice: 20,
  watchedOfSchool: 20,
  pushesPerSecond: 60,
  away: 30,
}
const PARTS = 4
/** How much more the server may hold at the end than after the first part. */
const FLAT = 1.1

export const soak: Line = {
  name: 'soak',
  title:
    'A school’s issue day: 200 devices that check out and take back, 30 of them off the network at any time',
  async measure(bench): Promise<LineResult> {
    const minutes = bench.minutes ?? 1
    const parts = Array.from({ length: PARTS }, () => (minutes * 60) / PARTS)
    const { peaks, memory, errors, drift } = await dayOf(bench, SHAPE, parts)
    const growth = (memory.at(-1)?.heap ?? Number.NaN) / (memory[1]?.heap ?? Number.NaN)
    return {
      columns: [
        'pushes/s',
        'p50 ms',
        'p99 ms',
        'processor ms a push',
        'errors',
        'stretches away',
        'MB heap',
        'MB',
      ],
      rows: peaks.map(({ pushesPerSecond, p50, p99, processorMs, errors: wrong, stretchesAway }, index) => {
        const { heap = Number.NaN, resident = Number.NaN } = memory[index + 1] ?? {}
        const values = [pushesPerSecond, p50, p99, processorMs, wrong.length, stretchesAway, heap, resident]
        return {
          system: `ETrax, part ${index + 1} of ${PARTS} of ${minutes} min`,
          values: values.map((value) => [value]),
        }
      }),
      verdicts: [
        { target: 'no error', value: `${errors.length}`, reached: errors.length === 0 },
        {
          target: 'the things stand as the ledgers say, at the server and at the readers',
          value: `${drift.length} otherwise`,
          reached: drift.length === 0,
        },
        {
          target: 'memory flat, at most 10 % more heap than after the first part',
          value: `${growth.toFixed(2)}x (${figure(memory.at(-1)?.heap ?? Number.NaN)} MB)`,
          reached: growth <= FLAT,
        },
      ],
    }
  },
}
