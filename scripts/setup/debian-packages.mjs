import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/** Whether Debian's package tools are here. */
export function hasApt() {
  return spawnSync('apt-get', ['--version'], { stdio: 'ignore' }).status === 0
}

/**
 * Installs packages for the whole machine, as root.
 * @param {string[]} names
 * @returns {boolean} whether that worked
 */
export function aptInstall(names) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const apt = (args) =>
    spawnSync('apt-get', ['-qq', '-y', ...args], { env, stdio: ['ignore', 2, 2] }).status === 0
  return apt(['update']) && apt(['install', '--no-install-recommends', ...names])
}

/**
 * Downloads a package with what it needs that the machine lacks, and unpacks it into a folder: an ordinary user
 * may do that. apt keeps its lists below the folder too, for the machine may have none.
 * @param {string} name
 * @param {string} folder
 * @returns {boolean} whether that worked
 */
export function unpackDebianPackage(name, folder) {
  const lists = join(folder, 'lists')
  const archives = join(folder, 'archives')
  for (const each of [join(lists, 'partial'), join(archives, 'partial')]) mkdirSync(each, { recursive: true })
  const own = [
    `Dir::State::lists=${lists}`,
    `Dir::Cache=${folder}`,
    'Debug::NoLocking=1',
    'APT::Sandbox::User=',
  ]
  const options = own.flatMap((option) => ['-o', option])
  const apt = (args) =>
    spawnSync('apt-get', ['-qq', ...options, ...args], { cwd: archives, encoding: 'utf8' })
  if (apt(['update']).status !== 0) return false
  const plan = apt(['install', '--simulate', '--no-install-recommends', name])
  if (plan.status !== 0) return false
  const names = plan.stdout.split('\n').flatMap((line) => /^Inst (\S+)/.exec(line)?.[1] ?? [])
  if (apt(['download', ...new Set([name, ...names])]).status !== 0) return false
  const files = readdirSync(archives).filter((file) => file.endsWith('.deb'))
  return files.every((file) => spawnSync('dpkg-deb', ['-x', join(archives, file), folder]).status === 0)
}

/** The folders below an unpacked package that hold shared libraries, for LD_LIBRARY_PATH. */
export function libraryFolders(folder) {
  const roots = [join(folder, 'usr', 'lib'), join(folder, 'lib')].filter(existsSync)
  const triplets = roots.flatMap((root) => {
    const names = readdirSync(root).filter((name) => name.includes('-linux-gnu'))
    return names.map((name) => join(root, name))
  })
  return [...triplets, ...roots]
}
