import { join } from 'node:path'
import { buildClient } from '../setup/build-client.mjs'
import { chromium, headlessChromium } from '../setup/chromium.mjs'
import { nginx } from '../setup/nginx.mjs'
import { redisServer } from '../setup/redis.mjs'
import { runChecker } from './checker.mjs'
import { runVitest } from './vitest.mjs'

/**
 * What a stage came to; a stage without tests of its own counts as one.
 * @typedef {{ passed: number, failed: number, note?: string }} Outcome
 * @typedef {{ name: string, title: string, run: (root: string, log: (sentence: string) => void) => Promise<Outcome> }} Stage
 */

const COLORS = process.stdout.isTTY ? [] : ['--colors=off']
const LINT = ['ci', '--error-on-warnings', '--diagnostic-level=warn', '--max-diagnostics=100', ...COLORS]

/** @type {Stage[]} in the order in which `npm test` goes through them */
export const STAGES = [
  {
    name: 'lint',
    title: 'Format and lint',
    run: (root) => runChecker(root, [join('@biomejs', 'biome', 'bin', 'biome'), ...LINT]),
  },
  {
    name: 'types',
    title: 'Types',
    run: (root) => runChecker(root, [join('typescript', 'bin', 'tsc'), '--noEmit', '-p', '.']),
  },
  {
    name: 'unit',
    title: 'Unit, Postgres, Redis and nginx tests',
    run: (root, log) =>
      runVitest(root, 'unit', ['shared', 'server', 'alone', 'client'], {
        REDIS_SERVER_PATH: redisServer(root, log),
        NGINX_PATH: nginx(root, log),
      }),
  },
  {
    name: 'build',
    title: 'Build',
    async run(root, log) {
      buildClient(root, log, { force: true })
      return { passed: 1, failed: 0 }
    },
  },
  {
    name: 'e2e',
    title: 'Browser tests',
    run(root, log) {
      const browser = chromium(root, log)
      const headless = headlessChromium(root, log) ?? browser
      buildClient(root, log)
      return runVitest(root, 'e2e', ['e2e'], { CHROME_PATH: browser, CHROME_HEADLESS_PATH: headless })
    },
  },
]
