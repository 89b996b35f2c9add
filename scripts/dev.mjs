import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runInForeground } from './setup/foreground.mjs'
import { installPackages } from './setup/install-packages.mjs'
import { projectEnvironment, projectNode } from './setup/project-node.mjs'

const HELP = `npm run dev

Runs the server, started again at every change of its files, and beside it the client with hot reload at
http://127.0.0.1:5173, until Ctrl-C. The client's requests go to the server at its usual port, 8080.
`

const root = fileURLToPath(new URL('..', import.meta.url))
const log = (sentence) => process.stderr.write(`${sentence}\n`)

async function develop() {
  installPackages(root, log)
  const options = { cwd: root, env: projectEnvironment(root), stdio: ['ignore', 'inherit', 'inherit'] }
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js')
  const server = ['--watch', '--watch-preserve-output', join(root, 'sync-server', 'main.ts')]
  const runs = [server, [vite, 'client']].map((args) => runInForeground(projectNode(root), args, options))
  await Promise.race(runs)
  // Both hear the signal that ends this script; one that ends by itself takes the other with it.
  process.kill(process.pid, 'SIGTERM')
  await Promise.all(runs)
}

if (process.argv.includes('--help') || process.argv.includes('-h')) {
  process.stdout.write(HELP)
} else {
  await develop().catch((error) => {
    log(error.message)
    process.exitCode = 1
  })
}
