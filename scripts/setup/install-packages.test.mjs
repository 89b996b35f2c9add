import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { installPackages } from './install-packages.mjs'

let root
let calls

const lockOf = (packages) => JSON.stringify({ lockfileVersion: 3, packages: { '': {}, ...packages } })
const TOOL = { version: '1.0.0', integrity: 'sha512-tool' }

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'etrax-install-'))
  calls = join(root, 'calls')
  mkdirSync(join(root, 'node_modules'))
  // In npm's place stands a program that notes how it was called, since a test does not download.
  const npm = join(root, 'npm.cjs')
  writeFileSync(
    npm,
    `require('fs').appendFileSync(${JSON.stringify(calls)}, process.argv.slice(2).join(' ') + '\\n')`,
  )
  vi.stubEnv('npm_execpath', npm)
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(root, { recursive: true })
})

const lock = (packages) => writeFileSync(join(root, 'package-lock.json'), lockOf(packages))
const installed = (packages) => {
  writeFileSync(join(root, 'node_modules', '.package-lock.json'), lockOf(packages))
}
const callsOfNpm = () => {
  try {
    return readFileSync(calls, 'utf8').trim().split('\n')
  } catch {
    return []
  }
}

test('a folder without packages is installed from the lock, once', () => {
  lock({ 'node_modules/tool': TOOL })
  installPackages(root, () => {})
  installPackages(root, () => {})
  expect(callsOfNpm()).toEqual(['ci --include=dev --include=optional --no-fund --no-audit --loglevel=error'])
})

test('a changed version in the lock is installed', () => {
  lock({ 'node_modules/tool': TOOL })
  installed({ 'node_modules/tool': { version: '0.9.0', integrity: 'sha512-older' } })
  installPackages(root, () => {})
  expect(callsOfNpm()).toHaveLength(1)
})

test('what npm has installed by hand is not installed again', () => {
  lock({ 'node_modules/tool': TOOL })
  installed({ 'node_modules/tool': TOOL })
  installPackages(root, () => {})
  expect(callsOfNpm()).toEqual([])
})

test('an optional package for another system is not missed, one for this system is', () => {
  const foreign = { ...TOOL, optional: true, os: ['plan9'], cpu: ['pdp11'] }
  lock({ 'node_modules/tool-plan9': foreign })
  installed({})
  installPackages(root, () => {})
  expect(callsOfNpm()).toEqual([])
  lock({ 'node_modules/tool-here': { ...TOOL, optional: true, os: [process.platform], cpu: [process.arch] } })
  installPackages(root, () => {})
  expect(callsOfNpm()).toHaveLength(1)
})
