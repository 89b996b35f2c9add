import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { lockAdditions } from './lock-additions.mjs'

test('the lock names every optional package for every system, so that npm ci takes it anywhere', () => {
  const lock = JSON.parse(readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8'))
  expect(Object.keys(lockAdditions(lock))).toEqual([])
})

test('a package that the lock lacks is added for the system in its name', () => {
  const lock = {
    packages: {
      'node_modules/tool': {
        dev: true,
        optionalDependencies: {
          '@tool/linux-x64-musl': '1.2.3',
          'tool-win32-arm64': '^1.2.3',
          'tool-there': '1.2.3',
          'plain-dependency': '>=1',
        },
      },
      'node_modules/tool-there': { version: '1.2.3' },
    },
  }
  expect(lockAdditions(lock)).toEqual({
    'node_modules/@tool/linux-x64-musl': {
      version: '1.2.3',
      os: ['linux'],
      cpu: ['x64'],
      libc: ['musl'],
      dev: true,
      optional: true,
    },
    'node_modules/tool-win32-arm64': {
      version: '1.2.3',
      os: ['win32'],
      cpu: ['arm64'],
      dev: true,
      optional: true,
    },
  })
})
