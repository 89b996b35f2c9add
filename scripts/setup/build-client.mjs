import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectEnvironment, projectNode } from './project-node.mjs'

const SOURCES = ['client', 'shared']
const FILES = ['package-lock.json', 'tsconfig.json']
const NOT_SOURCES = new Set(['dist', 'node_modules'])

/**
 * Builds client/dist where its sources changed since the last build.
 * @param {string} root
 * @param {(sentence: string) => void} log
 * @param {{ force?: boolean }} [options] `force` builds in any case
 */
export function buildClient(root, log, { force = false } = {}) {
  const hash = hashSources(root)
  const stamp = join(root, 'client', 'dist', '.etrax-build')
  if (!force && readOr(stamp) === hash) return
  log('Building the client ...')
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js')
  const built = spawnSync(projectNode(root), [vite, 'build', 'client', '--logLevel', 'warn'], {
    cwd: root,
    env: projectEnvironment(root, { NODE_ENV: 'production' }),
    stdio: 'inherit',
  })
  if (built.status !== 0) throw new Error('The client could not be built, see above.')
  writeFileSync(stamp, hash)
}

function hashSources(root) {
  const hash = createHash('sha256')
  for (const path of [...FILES, ...SOURCES.flatMap((folder) => filesIn(root, folder))]) {
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(root, path)))
      .update('\0')
  }
  return hash.digest('hex')
}

function filesIn(root, folder) {
  const entries = readdirSync(join(root, folder), { withFileTypes: true })
  return entries
    .filter((entry) => !NOT_SOURCES.has(entry.name) && !/\.test\.tsx?$/.test(entry.name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name)
      return entry.isDirectory() ? filesIn(root, path) : [path]
    })
}

function readOr(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
