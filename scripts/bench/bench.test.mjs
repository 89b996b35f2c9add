import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const run = fileURLToPath(new URL('run.ts', import.meta.url))

/** Refuses what is there in a test's process alone. */
const WITHOUT_VITEST = `data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from 'node:module'
  registerHooks({
    resolve(name, context, next) {
      if (name === 'vitest') throw new Error('This needs a test around it: ' + context.parentURL)
      return next(name, context)
    },
  })`)}`

test('npm run bench begins with every line, and none of them needs a test around it', () => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', WITHOUT_VITEST, run, '--help'],
    {
      encoding: 'utf8',
    },
  )
  expect([status, stderr]).toEqual([0, ''])
  expect(stdout).toContain('push-devices')
  expect(stdout).toContain('cold-start')
})
