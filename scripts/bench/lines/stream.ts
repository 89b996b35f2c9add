import type { Bench, Line, LineResult } from '../line.ts'
import type { Target } from '../load/wire.ts'
import { inRounds, medianOf } from '../rounds.ts'
import { figure, percentile } from '../statistics.ts'
import { type Peer, startBareStream, startPouchdb, startRxdbServer } from '../systems/peers.ts'

const ETRAX = 'ETrax'
const RXDB_SERVER = 'rxdb-server, memory'
const LIMIT = 'limit: bare node:http stream, nothing stored'
const columns = ['p50 ms', 'p99 ms', 'KB a reader', 'readers missed']
const load = { commits: 25, seconds: 5 }

interface Server {
  readonly target: Target
  memory(): number | undefined
}

function streaming({ generator }: Bench, server: Server, readers: number) {
  return async () => {
    const before = server.memory() ?? Number.NaN
    await generator.run('openStreams', { target: server.target, count: readers })
    const { last, missed } = await generator.run('commitToStreams', { ...load, target: server.target })
    const after = server.memory() ?? Number.NaN
    await generator.run('closeStreams', {})
    return [percentile(last, 0.5), percentile(last, 0.99), ((after - before) * 1024) / readers, missed]
  }
}

async function measureStreams(
  bench: Bench,
  readers: number,
  startPeers: readonly [string, (port: number) => Promise<Peer>][],
) {
  const etrax = await bench.etrax()
  const { target } = await etrax.addSchool(32)
  const peers: [string, Peer][] = []
  try {
    for (const [system, start] of startPeers) peers.push([system, await start(bench.port())])
    return await inRounds(
      bench.rounds,
      [
        { system: ETRAX, measure: streaming(bench, { target, memory: etrax.memory }, readers) },
        ...peers.map(([system, peer]) => ({ system, measure: streaming(bench, peer, readers) })),
      ],
      bench.log,
    )
  } finally {
    for (const [, peer] of peers) await peer.stop()
  }
}

export const streamPeers: Line = {
  name: 'stream-500',
  title: 'Stream: one commit to 500 readers, until the last one has it',
  async measure(bench): Promise<LineResult> {
    const rows = await measureStreams(bench, 500, [
      [RXDB_SERVER, (port) => startRxdbServer(bench.peers(), port)],
      ['PouchDB server, memory', (port) => startPouchdb(bench.peers(), port, 'memory')],
      [LIMIT, startBareStream],
    ])
    const ratio = medianOf(rows, ETRAX, 1) / medianOf(rows, RXDB_SERVER, 1)
    return {
      columns,
      rows,
      verdicts: [
        { target: 'p99 at most 0.5x rxdb-server', value: `${ratio.toFixed(2)}x`, reached: ratio <= 0.5 },
      ],
    }
  },
}

function streamMany(readers: number): Line {
  return {
    name: `stream-${readers}`,
    title: `Stream: one commit to ${readers.toLocaleString('en')} readers, until the last one has it`,
    async measure(bench): Promise<LineResult> {
      const rows = await measureStreams(bench, readers, [[LIMIT, startBareStream]])
      const ratio = medianOf(rows, ETRAX, 1) / medianOf(rows, LIMIT, 1)
      const memory = percentile(rows[0]?.values[2] ?? [], 0.99)
      return {
        columns,
        rows,
        verdicts: [
          { target: 'p99 at most 1.5x the limit', value: `${ratio.toFixed(2)}x`, reached: ratio <= 1.5 },
          { target: 'at most 30 KB a reader', value: `${figure(memory)} KB`, reached: memory <= 30 },
        ],
      }
    },
  }
}

export const streamThousand = streamMany(1_000)
export const streamFiveThousand = streamMany(5_000)
