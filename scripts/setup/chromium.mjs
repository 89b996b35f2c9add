import { debianProgram } from './debian-program.mjs'

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
