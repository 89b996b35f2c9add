import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
const START = join(root, 'scripts', 'start.mjs')
const SERVER = join(root, 'sync-server', 'main.ts')

let folder: string
let dataDir: string
const running = new Set<ChildProcess>()

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'etrax-start-'))
  await chmod(folder, 0o755)
  dataDir = join(folder, 'data')
})
afterAll(async () => {
  for (const process of running) await end(process, 'SIGTERM')
  await rm(folder, { recursive: true, force: true })
})

/** Runs a script until it says its address; answers the process, its address and all it has said. */
async function begin(script: string): Promise<{ process: ChildProcess; url: string; said: string[] }> {
  const process = spawn(globalThis.process.execPath, [script], {
    cwd: root,
    env: { ...globalThis.process.env, PORT: '0', ETRAX_DATA: dataDir, ETRAX_DEMO: 'off' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  running.add(process)
  process.once('exit', () => running.delete(process))
  const said: string[] = []
  for await (const line of createInterface(process.stdout)) {
    said.push(line)
    const url = /ETrax is at (\S+)/.exec(line)?.[1]
    // What it says later is let go: a full pipe would hold it up.
    if (url) {
      process.stdout.resume()
      return { process, url, said }
    }
  }
  throw new Error(`It ended without an address: ${said.join('\n')}`)
}

async function end(process: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (process.exitCode === null && process.signalCode === null) {
    process.kill(signal)
    await once(process, 'exit')
  }
  return process.exitCode
}

async function expectToServe(url: string): Promise<void> {
  const ready = await fetch(`${url}/health/ready`)
  expect(ready.status).toBe(200)
  const page = await fetch(url)
  expect(page.headers.get('content-type')).toContain('text/html')
  expect(await page.text()).toContain('<script type="module"')
}

const postmasterFile = () => {
  const { id, keptIn } = JSON.parse(readFileSync(join(dataDir, 'embedded-postgres.json'), 'utf8'))
  const home = keptIn === 'data-folder' ? join(dataDir, 'postgres') : join('/var/lib/etrax', id, 'postgres')
  return join(home, 'data', 'postmaster.pid')
}

test('npm start serves the client and a ready server, and a signal ends all of it in order', async () => {
  const first = await begin(START)
  await expectToServe(first.url)
  expect(existsSync(postmasterFile())).toBe(true)
  expect(await end(first.process, 'SIGINT')).toBe(0)
  expect(existsSync(postmasterFile())).toBe(false)
})

test('npm start goes on where a server was killed and its Postgres lives on', async () => {
  const killed = await begin(SERVER)
  await end(killed.process, 'SIGKILL')
  expect(existsSync(postmasterFile())).toBe(true)
  const next = await begin(START)
  expect(next.said).toContain('Ending the Postgres that a killed server left.')
  await expectToServe(next.url)
  expect(await end(next.process, 'SIGTERM')).toBe(0)
})
