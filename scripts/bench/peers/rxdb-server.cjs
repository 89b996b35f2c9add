/**
 * rxdb-server over RxDB's memory storage: no disk, no sign-in, no merge policies. Arguments: folder of the packages, port,
 * JSON schema of the documents.
 */
const { createRequire } = require('node:module')

const [folder, port, schema] = process.argv.slice(2)
const load = createRequire(`${folder}/`)
const { createRxDatabase } = load('rxdb')
const { getRxStorageMemory } = load('rxdb/plugins/storage-memory')
const { createRxServer } = load('rxdb-server/plugins/server')
const { RxServerAdapterExpress } = load('rxdb-server/plugins/adapter-express')
const express = load('express')

/** The package's own adapter takes bodies of 100 KB at most. */
const adapter = {
  ...RxServerAdapterExpress,
  async create() {
    const app = express()
    app.use(express.json({ limit: '10mb' }))
    return app
  },
}

async function start() {
  const database = await createRxDatabase({ name: 'bench', storage: getRxStorageMemory() })
  const { items } = await database.addCollections({ items: { schema: JSON.parse(schema) } })
  const server = await createRxServer({ database, adapter, port: Number(port), hostname: '127.0.0.1' })
  server.addReplicationEndpoint({ name: 'items', collection: items })
  await server.start()
  process.send({ ready: true })
}

void start()
