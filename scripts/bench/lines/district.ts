import type { Line, LineResult } from '../line.ts'
import { figure } from '../statistics.ts'
import { type DayShape, dayOf } from './day.ts'

const SHAPE: DayShape = {
  schools: 100,
  devicesOfSchool: 20,
  thingsOfDevice: 20,
  watchedOfSchool: 2,
  pushesPerSecond: 300,
  away: 0,
}
/** How much more the server may hold at the end than after it met everybody. */
const FLAT = 1.1

export const district: Line = {
  name: 'district',
  title: 'A district: 100 schools, 2,000 devices with streams, 300 pushes a second',
  async measure(bench): Promise<LineResult> {
    const { peaks, memory, errors, drift } = await dayOf(bench, SHAPE, [(bench.minutes ?? 1) * 60])
    const [begin, end] = memory
    const [peak] = peaks
    if (!peak || !begin || !end) throw new Error('The day had no peak.')
    const growth = end.heap / begin.heap
    return {
      columns: [
        'pushes/s',
        'p50 ms',
        'p99 ms',
        'processor ms a push',
        'errors',
        'drift',
        'MB heap before',
        'MB heap after',
        'MB before',
        'MB after',
      ],
      rows: [
        {
          system: `ETrax, ${bench.minutes ?? 1} min`,
          values: [
            peak.pushesPerSecond,
            peak.p50,
            peak.p99,
            peak.processorMs,
            errors.length,
            drift.length,
            begin.heap,
            end.heap,
            begin.resident,
            end.resident,
          ].map((value) => [value]),
        },
      ],
      verdicts: [
        { target: 'push p99 under 50 ms', value: `${figure(peak.p99)} ms`, reached: peak.p99 < 50 },
        { target: 'no error', value: `${errors.length}`, reached: errors.length === 0 },
        {
          target: 'counters as pushed, every frame once and in order',
          value: `${drift.length} otherwise`,
          reached: drift.length === 0,
        },
        {
          target: 'memory flat, at most 10 % more heap after',
          value: `${growth.toFixed(2)}x`,
          reached: growth <= FLAT,
        },
      ],
    }
  },
}
