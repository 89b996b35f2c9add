import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildClient } from './setup/build-client.mjs'
import { runInForeground } from './setup/foreground.mjs'
import { installPackages } from './setup/install-packages.mjs'
import { projectEnvironment, projectNode } from './setup/project-node.mjs'

const HELP = `npm start [-- options]

Installs what is missing, builds the client where it changed, and runs the server in the foreground with its
embedded Postgres until Ctrl-C. Nothing but Node 20 or newer and npm is needed.

  --lan    serve HTTPS on the local network too, for phones, by a locally made certificate authority
  --help   print this

Settings come from the environment; the README lists them. The most asked for:
  PORT         where it listens on 127.0.0.1 (8080)
  ETRAX_DATA   the folder of its database, uploads, keys and demo-sign-ins.json (.data)
`

const root = fileURLToPath(new URL('..', import.meta.url))
const flags = process.argv.slice(2)
const log = (sentence) => process.stderr.write(`${sentence}\n`)

async function start() {
  installPackages(root, log)
  buildClient(root, log)
  const preload = new URL('setup/end-with-parent.mjs', import.meta.url).href
  return await runInForeground(
    projectNode(root),
    ['--import', preload, join(root, 'sync-server', 'main.ts'), ...flags],
    { cwd: root, env: projectEnvironment(root), stdio: ['inherit', 'inherit', 'inherit', 'ipc'] },
  )
}

if (flags.includes('--help') || flags.includes('-h')) {
  process.stdout.write(HELP)
} else {
  try {
    process.exitCode = await start()
  } catch (error) {
    log(error.message)
    process.exitCode = 1
  }
}
