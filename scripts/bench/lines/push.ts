import type { Bench, Line, LineResult } from '../line.ts'
import type { PushLoad } from '../load/push-load.ts'
import type { Target } from '../load/wire.ts'
import { type Contestant, inRounds, medianOf } from '../rounds.ts'
import { figure } from '../statistics.ts'
import type { Etrax } from '../systems/etrax.ts'
import { type Peer, startPouchdb, startRxdbServer } from '../systems/peers.ts'
import type { School } from '../systems/school.ts'

const ETRAX = 'ETrax'
const RXDB_SERVER = 'rxdb-server, memory'
const POUCHDB_MEMORY = 'PouchDB server, memory'
const POUCHDB_LEVELDB = 'PouchDB server, LevelDB'
const COMMIT = 'limit: bare commit'
const IN_PROCESS = 'limit: the same without HTTP and sign-in'
const COPY = 'limit: COPY of ready rows'

const columns = ['documents/s', 'p50 ms', 'p99 ms', 'processor us a document']

type Shape = Pick<PushLoad, 'devices' | 'batch' | 'seconds'>

interface WantedPeer {
  readonly system: string
  start(folder: string, port: number): Promise<Peer>
}

interface Stage {
  readonly etrax: Etrax
  readonly school: School
}

/** The parts that all lines of pushing share: a new school, fresh peers, and the limits that a line names. */
async function measurePushes(
  bench: Bench,
  shape: Shape,
  wanted: readonly WantedPeer[],
  limits: (bench: Bench, stage: Stage, shape: Shape) => readonly Contestant[],
) {
  const { generator } = bench
  const etrax = await bench.etrax()
  const { school, target } = await etrax.addSchool(shape.devices)
  const peers: [string, Peer][] = []
  const push = (server: { processorMs(): number }, to: Target) => async () => {
    const before = server.processorMs()
    const { documentsPerSecond, p50, p99, documents } = await generator.run('pushLoad', {
      ...shape,
      target: to,
    })
    return [documentsPerSecond, p50, p99, ((server.processorMs() - before) * 1000) / documents]
  }
  try {
    for (const { system, start } of wanted) peers.push([system, await start(bench.peers(), bench.port())])
    return await inRounds(
      bench.rounds,
      [
        { system: ETRAX, measure: push(etrax, target) },
        ...peers.map(([system, peer]) => ({ system, measure: push(peer, peer.target) })),
        ...limits(bench, { etrax, school }, shape),
      ],
      bench.log,
    )
  } finally {
    for (const [, peer] of peers) await peer.stop()
  }
}

function bareCommit({ generator }: Bench, { etrax }: Stage, { devices, seconds }: Shape): Contestant {
  return {
    system: COMMIT,
    async measure() {
      const options = { url: etrax.adminUrl, connections: devices, seconds }
      const { commitsPerSecond, p50, p99 } = await generator.run('commits', options)
      return [commitsPerSecond, p50, p99]
    },
  }
}

function inProcess({ generator }: Bench, { etrax, school }: Stage, shape: Shape): Contestant {
  return {
    system: IN_PROCESS,
    async measure() {
      const options = { ...shape, url: etrax.appUrl, tenant: school.tenant, userId: school.managerId }
      const { documentsPerSecond, p50, p99 } = await generator.run('pushInProcess', options)
      return [documentsPerSecond, p50, p99]
    },
  }
}

function copy({ generator }: Bench, { etrax, school }: Stage, { seconds }: Shape): Contestant {
  return {
    system: COPY,
    async measure() {
      const options = { url: etrax.adminUrl, schema: school.tenant.schema, seconds }
      const { documentsPerSecond } = await generator.run('copyRows', options)
      return [documentsPerSecond, Number.NaN, Number.NaN]
    },
  }
}

const rxdbServer: WantedPeer = { system: RXDB_SERVER, start: startRxdbServer }
const pouchdbInMemory: WantedPeer = {
  system: POUCHDB_MEMORY,
  start: (folder, port) => startPouchdb(folder, port, 'memory'),
}
const pouchdbOnLeveldb: WantedPeer = {
  system: POUCHDB_LEVELDB,
  start: (folder, port) => startPouchdb(folder, port, 'leveldb'),
}

export const pushDevices: Line = {
  name: 'push-devices',
  title: 'Push: 32 devices of one school, one document each',
  async measure(bench): Promise<LineResult> {
    const shape = { devices: 32, batch: 1, seconds: 3 }
    const peers = [rxdbServer, pouchdbOnLeveldb]
    const rows = await measurePushes(bench, shape, peers, (...parts) => [
      bareCommit(...parts),
      inProcess(...parts),
    ])
    const ratio = medianOf(rows, ETRAX) / medianOf(rows, RXDB_SERVER)
    const p99 = medianOf(rows, ETRAX, 2)
    return {
      columns,
      rows,
      verdicts: [
        { target: 'at least 1.5x rxdb-server', value: `${ratio.toFixed(2)}x`, reached: ratio >= 1.5 },
        { target: 'p99 under 20 ms', value: `${figure(p99)} ms`, reached: p99 < 20 },
      ],
    }
  },
}

export const pushOne: Line = {
  name: 'push-one',
  title: 'Push: one device, one document',
  async measure(bench): Promise<LineResult> {
    const shape = { devices: 1, batch: 1, seconds: 2 }
    const rows = await measurePushes(bench, shape, [rxdbServer], (...parts) => [
      bareCommit(...parts),
      inProcess(...parts),
    ])
    const above = medianOf(rows, ETRAX, 1) - medianOf(rows, COMMIT, 1)
    return {
      columns,
      rows,
      verdicts: [
        {
          target: 'p50 at most 1.5 ms above the bare commit',
          value: `${figure(above)} ms above`,
          reached: above <= 1.5,
        },
      ],
    }
  },
}

export const pushBatches: Line = {
  name: 'push-batches',
  title: 'Push: 8 devices, batches of 100',
  async measure(bench): Promise<LineResult> {
    const shape = { devices: 8, batch: 100, seconds: 3 }
    const peers = [rxdbServer, pouchdbInMemory, pouchdbOnLeveldb]
    const rows = await measurePushes(bench, shape, peers, (...parts) => [inProcess(...parts), copy(...parts)])
    const ratio = medianOf(rows, ETRAX) / medianOf(rows, RXDB_SERVER)
    return {
      columns,
      rows,
      verdicts: [
        { target: 'at least 1.2x rxdb-server', value: `${ratio.toFixed(2)}x`, reached: ratio >= 1.2 },
      ],
    }
  },
}
