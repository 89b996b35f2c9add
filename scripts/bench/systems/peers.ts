import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { documentSchema } from '../document.ts'
import { POUCH_DATABASE } from '../load/pouchdb-wire.ts'
import type { Target } from '../load/wire.ts'
import { type ChildServer, startChildServer } from './child-server.ts'

/** A running peer. */
export interface Peer extends ChildServer {
  readonly target: Target
}

const SOURCES = fileURLToPath(new URL('../peers/', import.meta.url))
const NOBODY = [{ deviceId: 'bench', token: '' }]

/**
 * Installs the peers' packages into `.cache/bench`, once for each change of their lock: they are for measuring alone and are
 * no dependency of the project.
 */
export function installPeers(root: string, log: (sentence: string) => void): string {
  const folder = join(root, '.cache', 'bench')
  const lock = join(SOURCES, 'package-lock.json')
  const installed = join(folder, 'installed-lock.json')
  if (existsSync(installed) && readFileSync(installed, 'utf8') === readFileSync(lock, 'utf8')) return folder
  log('Installing the peers into .cache/bench (npm ci) ...')
  mkdirSync(folder, { recursive: true })
  for (const name of ['package.json', 'package-lock.json'])
    copyFileSync(join(SOURCES, name), join(folder, name))
  const own = process.env.npm_execpath
  const [command, ...args] = [...(own ? [process.execPath, own] : ['npm']), 'ci', '--ignore-scripts']
  const done = spawnSync(command ?? 'npm', [...args, '--no-fund', '--no-audit', '--loglevel=error'], {
    cwd: folder,
    stdio: 'inherit',
    shell: !own && process.platform === 'win32',
  })
  if (done.status !== 0) throw new Error('The peers could not be installed: npm ci failed, see above.')
  copyFileSync(lock, installed)
  return folder
}

/** The versions that the peers' lock names. */
export function peerVersions(): Readonly<Record<string, string>> {
  const manifest: { dependencies: Record<string, string> } = JSON.parse(
    readFileSync(join(SOURCES, 'package.json'), 'utf8'),
  )
  return manifest.dependencies
}

export async function startRxdbServer(folder: string, port: number): Promise<Peer> {
  const schema = JSON.stringify(documentSchema)
  const server = await startChildServer(join(SOURCES, 'rxdb-server.cjs'), [folder, String(port), schema])
  return { ...server, target: { wire: 'rxdb-server', port, devices: NOBODY } }
}

export async function startPouchdb(
  folder: string,
  port: number,
  storage: 'memory' | 'leveldb',
): Promise<Peer> {
  const data = await mkdtemp(join(tmpdir(), 'etrax-bench-pouchdb-'))
  const server = await startChildServer(join(SOURCES, 'pouchdb-server.cjs'), [
    folder,
    String(port),
    storage,
    data,
  ])
  const made = await fetch(`http://127.0.0.1:${port}${POUCH_DATABASE}`, { method: 'PUT' })
  if (!made.ok) throw new Error(`PouchDB made no database: ${made.status}.`)
  return {
    ...server,
    target: { wire: 'pouchdb', port, devices: NOBODY },
    async stop() {
      await server.stop()
      await rm(data, { recursive: true, force: true })
    },
  }
}

const STREAM_SERVER = fileURLToPath(new URL('../limits/stream-server.mjs', import.meta.url))

export async function startBareStream(port: number): Promise<Peer> {
  const server = await startChildServer(STREAM_SERVER, [String(port)])
  return { ...server, target: { wire: 'bare-stream', port, devices: NOBODY } }
}
