import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { aptInstall, hasApt, unpackDebianPackage, writeStarter } from './debian-packages.mjs'
import { findProgram } from './find-program.mjs'
import { MissingPart } from './missing-part.mjs'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']
const MAC = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'

/**
 * A Chromium to test with: CHROME_PATH, the system's, or one that is got from Debian's packages, for the machine by
 * root and into the project's cache folder by an ordinary user.
 * @param {string} root
 * @param {(sentence: string) => void} log
 * @returns {string} its path
 */
export function chromium(root, log) {
  const folder = join(root, '.cache', 'chromium')
  const cached = join(folder, 'chromium')
  const works = (path) => path !== undefined && spawnSync(path, ['--version']).status === 0
  const find = () => [process.env.CHROME_PATH, findProgram(NAMES), MAC, cached].find(works)
  const found = find()
  if (found) return found
  if (hasApt()) {
    log('Getting chromium from Debian ...')
    if (process.getuid?.() === 0) aptInstall(['chromium'])
    else if (unpackDebianPackage('chromium', folder))
      writeStarter(folder, 'usr/lib/chromium/chromium', cached)
  }
  const got = find()
  if (got) return got
  throw new MissingPart(
    'Chromium is missing: install it (Debian: apt-get install chromium), or name it by CHROME_PATH.',
  )
}
