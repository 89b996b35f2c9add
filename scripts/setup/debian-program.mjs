import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { aptInstall, hasApt, unpackDebianPackage, writeStarter } from './debian-packages.mjs'
import { findProgram } from './find-program.mjs'
import { MissingPart } from './missing-part.mjs'

/**
 * What a program is called and where it comes from.
 * @typedef {object} DebianProgram
 * @property {string} title what people call it
 * @property {string} variable the setting that names another one
 * @property {string[]} names as the system may call it
 * @property {string[]} [paths] where else it may be
 * @property {string} package Debian's
 * @property {string} program its path in the package
 * @property {string} [version] the option by which it tells its version, where that is not --version
 * @property {boolean} [service] installing the package would also run it: it is unpacked alone, by root too
 */

/**
 * A program to test with: the one that the setting names, the system's, or one that is got from Debian's packages, for the
 * machine by root and into the project's cache folder by an ordinary user.
 * @param {string} root
 * @param {(sentence: string) => void} log
 * @param {DebianProgram} wanted
 * @returns {string} its path
 */
export function debianProgram(root, log, wanted) {
  const folder = join(root, '.cache', wanted.package)
  const cached = join(folder, wanted.package)
  const works = (path) => path !== undefined && spawnSync(path, [wanted.version ?? '--version']).status === 0
  const find = () =>
    [process.env[wanted.variable], findProgram(wanted.names), ...(wanted.paths ?? []), cached].find(works)
  const found = find()
  if (found) return found
  if (hasApt()) {
    log(`Getting ${wanted.package} from Debian ...`)
    if (process.getuid?.() === 0 && !wanted.service) aptInstall([wanted.package])
    else if (unpackDebianPackage(wanted.package, folder)) writeStarter(folder, wanted.program, cached)
  }
  const got = find()
  if (got) return got
  throw new MissingPart(
    `${wanted.title} is missing: install it (Debian: apt-get install ${wanted.package}), or name it by ${wanted.variable}.`,
  )
}
