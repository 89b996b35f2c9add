import type { Bench, Line, LineResult } from '../line.ts'
import type { Target } from '../load/wire.ts'
import { inRounds, medianOf } from '../rounds.ts'
import { figure } from '../statistics.ts'
import { startEtrax } from '../systems/etrax.ts'
import { startRxdbServer } from '../systems/peers.ts'

const ETRAX = 'ETrax'
const READERS = 1_000
const DEVICES = 32

interface Started {
  readonly target: Target
  memory(): number | undefined
  stop(): Promise<void>
}

/** A server that has just started, with so many readers, and while devices push beside them. */
async function grown({ generator }: Bench, { target, memory, stop }: Started): Promise<readonly number[]> {
  const megabytes = () => memory() ?? Number.NaN
  try {
    const alone = megabytes()
    await generator.run('openStreams', { target, count: READERS })
    await generator.run('commitToStreams', { target, commits: 25, seconds: 5 })
    const read = megabytes()
    await generator.run('pushLoad', { target, devices: DEVICES, batch: 1, seconds: 3 })
    const pushed = megabytes()
    await generator.run('closeStreams', {})
    return [alone, read, pushed]
  } finally {
    await stop()
  }
}

export const memory: Line = {
  name: 'memory',
  title: `Memory of the server's process with ${READERS.toLocaleString('en')} readers of one school`,
  async measure(bench): Promise<LineResult> {
    const rows = await inRounds(
      bench.rounds,
      [
        {
          system: ETRAX,
          async measure() {
            const etrax = await startEtrax(bench.port())
            const { target } = await etrax.addSchool(DEVICES)
            return grown(bench, { ...etrax, target })
          },
        },
        {
          system: 'rxdb-server, memory',
          measure: async () => grown(bench, await startRxdbServer(bench.peers(), bench.port())),
        },
      ],
      bench.log,
    )
    const most = Math.max(medianOf(rows, ETRAX, 1), medianOf(rows, ETRAX, 2))
    return {
      columns: ['MB before', 'MB with the readers', 'MB while 32 devices push to them'],
      rows,
      verdicts: [{ target: 'under 250 MB', value: `${figure(most)} MB`, reached: most < 250 }],
    }
  },
}
