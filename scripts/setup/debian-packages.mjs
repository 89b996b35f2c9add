import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
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
  const done = files.every((file) => spawnSync('dpkg-deb', ['-x', join(archives, file), folder]).status === 0)
  for (const each of ['lists', 'archives', 'pkgcache.bin', 'srcpkgcache.bin']) {
    rmSync(join(folder, each), { recursive: true, force: true })
  }
  return done
}

/**
 * Writes a script that runs a program of an unpacked package, with its libraries and fonts beside it.
 * @param {string} folder where the package was unpacked
 * @param {string} program the program's path in the package
 * @param {string} starter the script's path
 */
export function writeStarter(folder, program, starter) {
  const path = join(folder, program)
  if (!existsSync(path)) return
  const settings = {
    LD_LIBRARY_PATH: libraryFolders(folder).join(':'),
    FONTCONFIG_PATH: join(folder, 'etc', 'fonts'),
    XDG_DATA_HOME: join(folder, 'usr', 'share'),
  }
  const lines = Object.entries(settings).map(([name, value]) => `export ${name}='${value}'`)
  writeFileSync(starter, ['#!/bin/sh', ...lines, `exec '${path}' "$@"`, ''].join('\n'))
  chmodSync(starter, 0o755)
}

/** The folders of an unpacked package that hold shared libraries: some packages have one of their own. */
function libraryFolders(folder) {
  const subfolders = (path) => {
    if (!existsSync(path)) return []
    const entries = readdirSync(path, { withFileTypes: true })
    return entries.filter((entry) => entry.isDirectory()).map((entry) => join(path, entry.name))
  }
  const roots = [join(folder, 'usr', 'lib'), join(folder, 'lib')]
  const triplets = roots.flatMap(subfolders).filter((path) => path.includes('-linux-gnu'))
  const all = [...triplets, ...triplets.flatMap(subfolders), ...roots.filter(existsSync)]
  return all.filter((path) => readdirSync(path).some((name) => /\.so(\.|$)/.test(name)))
}
