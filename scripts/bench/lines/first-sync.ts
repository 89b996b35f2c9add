import { PIECES } from '../../../e2e/support/large-school.ts'
import type { Line, LineResult } from '../line.ts'
import { median } from '../statistics.ts'
import { firstSyncOf } from '../systems/bare-device.ts'

export const firstSync: Line = {
  name: 'first-sync',
  title: `First sync of a school with ${PIECES.toLocaleString('en')} things on a new device`,
  async measure(bench): Promise<LineResult> {
    const room = await bench.room()
    const syncs: number[] = []
    const alone: number[] = []
    const ratios: number[] = []
    let documents = 0
    for (let round = 0; round < bench.rounds; round += 1) {
      const sync = await firstSyncOf(room)
      bench.log(
        `  ${round + 1}/${bench.rounds} ${Math.round(sync.ms)} ms, ${Math.round(sync.storedAloneMs)} ms`,
      )
      syncs.push(sync.ms)
      alone.push(sync.storedAloneMs)
      ratios.push(sync.ms / sync.storedAloneMs)
      documents = sync.documents
    }
    const ratio = median(ratios)
    return {
      columns: ['ms', 'documents/s'],
      rows: [
        { system: 'ETrax, sign-in to the whole catalogue', values: [syncs, rates(syncs, documents)] },
        {
          system: 'limit: RxDB on Dexie stores the same documents',
          values: [alone, rates(alone, documents)],
        },
      ],
      verdicts: [
        { target: 'within 1.2x of the local insert', value: `${ratio.toFixed(2)}x`, reached: ratio <= 1.2 },
      ],
    }
  },
}

function rates(times: readonly number[], documents: number): readonly number[] {
  return times.map((ms) => (documents / ms) * 1_000)
}
