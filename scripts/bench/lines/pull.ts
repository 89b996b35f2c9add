import type { Line, LineResult } from '../line.ts'
import type { Target } from '../load/wire.ts'
import { inRounds, medianOf } from '../rounds.ts'
import { startPouchdb, startRxdbServer } from '../systems/peers.ts'

const ETRAX = 'ETrax'
const RXDB_SERVER = 'rxdb-server, memory'
const LIMIT = 'limit: Postgres building the JSON'
const DOCUMENTS = 12_000
const shape = { devices: 4, seconds: 2 }

export const pull: Line = {
  name: 'pull',
  title: 'Pull: 12,000 documents in pages of 500, 4 devices',
  async measure(bench): Promise<LineResult> {
    const { generator } = bench
    const etrax = await bench.etrax()
    const { school, target } = await etrax.addSchool(shape.devices)
    const rxdbServer = await startRxdbServer(bench.peers(), bench.port())
    const pouchdb = await startPouchdb(bench.peers(), bench.port(), 'memory')
    const pulls = (server: { processorMs(): number }, from: Target, acceptEncoding?: string) => async () => {
      const load = { ...shape, target: from, ...(acceptEncoding ? { acceptEncoding } : {}) }
      const before = server.processorMs()
      const { documentsPerSecond, p50, p99, pageBytes, documents } = await generator.run('pullLoad', load)
      const processorUs = ((server.processorMs() - before) * 1000) / documents
      return [documentsPerSecond, p50, p99, processorUs, pageBytes / 1024]
    }
    try {
      for (const filled of [target, rxdbServer.target, pouchdb.target])
        await generator.run('fill', { target: filled, count: DOCUMENTS })
      await etrax.settle(school)
      const rows = await inRounds(
        bench.rounds,
        [
          { system: ETRAX, measure: pulls(etrax, target) },
          { system: `${ETRAX}, zstd`, measure: pulls(etrax, target, 'gzip, deflate, br, zstd') },
          { system: RXDB_SERVER, measure: pulls(rxdbServer, rxdbServer.target) },
          { system: 'PouchDB server, memory', measure: pulls(pouchdb, pouchdb.target) },
          {
            system: LIMIT,
            async measure() {
              const options = {
                url: etrax.adminUrl,
                schema: school.tenant.schema,
                connections: shape.devices,
              }
              const { documentsPerSecond } = await generator.run('buildJson', {
                ...options,
                seconds: shape.seconds,
              })
              return [documentsPerSecond]
            },
          },
        ],
        bench.log,
      )
      const ratio = medianOf(rows, ETRAX) / medianOf(rows, RXDB_SERVER)
      const share = medianOf(rows, ETRAX) / medianOf(rows, LIMIT)
      return {
        columns: ['documents/s', 'p50 ms a page', 'p99 ms a page', 'processor us a document', 'KB a page'],
        rows,
        verdicts: [
          { target: 'at least 1.3x rxdb-server', value: `${ratio.toFixed(2)}x`, reached: ratio >= 1.3 },
          {
            target: 'at least 60 % of Postgres building the JSON',
            value: `${Math.round(share * 100)} %`,
            reached: share >= 0.6,
          },
        ],
      }
    } finally {
      await rxdbServer.stop()
      await pouchdb.stop()
    }
  },
}
