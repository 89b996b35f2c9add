import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Makes node_modules what package-lock.json says, by `npm ci` where it is not.
 *
 * The lock's hash is kept in node_modules once that is known, so that the check costs nothing on the next start.
 * @param {string} root the project's folder
 * @param {(sentence: string) => void} log
 */
export function installPackages(root, log) {
  const lock = readFileSync(join(root, 'package-lock.json'))
  const hash = createHash('sha256').update(lock).digest('hex')
  const stamp = join(root, 'node_modules', '.etrax-lock')
  if (read(stamp) === hash) return
  if (!isInstalled(root, JSON.parse(lock.toString()))) {
    log('Installing the packages (npm ci), once for each change of package-lock.json ...')
    npmCi(root)
  }
  writeFileSync(stamp, hash)
}

/** Whether npm has already put there what the lock names, as after `npm ci` or `npm install` by hand. */
function isInstalled(root, lock) {
  const hidden = read(join(root, 'node_modules', '.package-lock.json'))
  if (hidden === undefined) return false
  const installed = JSON.parse(hidden).packages
  const wanted = Object.entries(lock.packages).filter(([path]) => path !== '')
  const stray = Object.keys(installed).some((path) => !(path in lock.packages))
  return !stray && wanted.every(([path, entry]) => isThere(installed[path], entry))
}

function isThere(installed, entry) {
  if (!installed) return entry.optional === true && !isForThisSystem(entry)
  return installed.version === entry.version && installed.integrity === entry.integrity
}

/** npm leaves out an optional package for another system, and what only such a package needs. */
function isForThisSystem(entry) {
  if (!entry.os && !entry.cpu) return false
  const allows = (list, value) => list === undefined || [list].flat().includes(value)
  return allows(entry.os, process.platform) && allows(entry.cpu, process.arch) && allows(entry.libc, libc())
}

function libc() {
  if (process.platform !== 'linux') return undefined
  return process.report.getReport().header.glibcVersionRuntime ? 'glibc' : 'musl'
}

function npmCi(root) {
  const args = ['ci', '--include=dev', '--include=optional', '--no-fund', '--no-audit', '--loglevel=error']
  // Started by npm, the same npm goes on; started by hand, the one in the path does.
  const own = process.env.npm_execpath
  const command = own ? [process.execPath, own, ...args] : ['npm', ...args]
  const [file, ...rest] = command
  const done = spawnSync(file, rest, {
    cwd: root,
    stdio: 'inherit',
    shell: !own && process.platform === 'win32',
  })
  if (done.status !== 0) throw new Error('The packages could not be installed: npm ci failed, see above.')
}

function read(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
