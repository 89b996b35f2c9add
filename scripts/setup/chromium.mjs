import { debianProgram } from './debian-program.mjs'
import { MissingPart } from './missing-part.mjs'

/**
 * The browser to test with.
 * @param {string} root
 * @param {(sentence: string) => void} log
 * @returns {string} its path
 */
export function chromium(root, log) {
  return debianProgram(root, log, {
    title: 'Chromium',
    variable: 'CHROME_PATH',
    names: ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'],
    paths: ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'],
    package: 'chromium',
    program: 'usr/lib/chromium/chromium',
  })
}

/**
 * The same browser without a window's frame, which takes about a quarter less of a processor: for tests that look at pages alone.
 * @param {string} root
 * @param {(sentence: string) => void} log
 * @returns {string | undefined} its path; undefined where there is none, and the whole browser does its work
 */
export function headlessChromium(root, log) {
  try {
    return debianProgram(root, log, {
      title: 'Chromium without a window',
      variable: 'CHROME_HEADLESS_PATH',
      names: ['chromium-headless-shell', 'chrome-headless-shell'],
      package: 'chromium-headless-shell',
      program: 'usr/lib/chromium/chromium-headless-shell',
    })
  } catch (error) {
    if (error instanceof MissingPart) return undefined
    throw error
  }
}
