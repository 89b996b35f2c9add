/**
 * A CouchDB-compatible server: express-pouchdb over PouchDB in memory or on LevelDB. Arguments: folder of the packages,
 * port, `memory` or `leveldb`, folder of the data.
 */
const { createRequire } = require('node:module')

const [folder, port, adapter, data] = process.argv.slice(2)
const load = createRequire(`${folder}/`)
const express = load('express')
const PouchDB = load('pouchdb')
if (adapter === 'memory') PouchDB.plugin(load('pouchdb-adapter-memory'))

const options = adapter === 'memory' ? { adapter: 'memory' } : { prefix: `${data}/` }
const app = express()
app.use(
  '/',
  load('express-pouchdb')(PouchDB.defaults(options), {
    inMemoryConfig: true,
    mode: 'minimumForPouchDB',
  }),
)
app.listen(Number(port), '127.0.0.1', () => process.send({ ready: true }))
