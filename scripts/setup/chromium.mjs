import { spawnSync } from 'node:child_process'
import { aptInstall, hasApt } from './debian-packages.mjs'
import { findProgram } from './find-program.mjs'
import { MissingPart } from './missing-part.mjs'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']
const MAC = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'

/**
 * A Chromium to test with: CHROME_PATH, the system's, or, for root, Debian's.
 * @param {(sentence: string) => void} log
 * @returns {string} its path
 */
export function chromium(log) {
  const works = (path) => path !== undefined && spawnSync(path, ['--version']).status === 0
  const find = () => [process.env.CHROME_PATH, findProgram(NAMES), MAC].find(works)
  const found = find()
  if (found) return found
  if (hasApt() && process.getuid?.() === 0) {
    log('Getting chromium from Debian ...')
    aptInstall(['chromium'])
  }
  const got = find()
  if (got) return got
  throw new MissingPart(
    'Chromium is missing: install it (Debian: apt-get install chromium), or name it by CHROME_PATH.',
  )
}
