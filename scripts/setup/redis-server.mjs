import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { aptInstall, hasApt, unpackDebianPackage, writeStarter } from './debian-packages.mjs'
import { findProgram } from './find-program.mjs'
import { MissingPart } from './missing-part.mjs'

/**
 * A redis-server to test with: REDIS_SERVER_PATH, the system's, or one that is got from Debian's packages, for the
 * machine by root and into the project's cache folder by an ordinary user.
 * @param {string} root
 * @param {(sentence: string) => void} log
 * @returns {string} its path
 */
export function redisServer(root, log) {
  const folder = join(root, '.cache', 'redis')
  const cached = join(folder, 'redis-server')
  const works = (path) => path !== undefined && spawnSync(path, ['--version']).status === 0
  const find = () => [process.env.REDIS_SERVER_PATH, findProgram(['redis-server']), cached].find(works)
  const found = find()
  if (found) return found
  if (hasApt()) {
    log('Getting redis-server from Debian ...')
    if (process.getuid?.() === 0) aptInstall(['redis-server'])
    else if (unpackDebianPackage('redis-server', folder)) writeStarter(folder, 'usr/bin/redis-server', cached)
  }
  const got = find()
  if (got) return got
  throw new MissingPart(
    'redis-server is missing: install it (Debian: apt-get install redis-server), or name it by REDIS_SERVER_PATH.',
  )
}
