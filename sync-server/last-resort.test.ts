import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from './db/test-postgres.ts'

/** Loaded before the server: at a signal something throws that nobody waits for. */
const POISON = `process.on('SIGUSR2', () => {
  setImmediate(() => { throw new Error('poison that was thrown') })
  Promise.reject(new Error('poison that was rejected'))
})`

let database: TestDatabase
let folder: string
let server: ChildProcessByStdio<null, Readable, Readable>
let output = ''

beforeAll(async () => {
  database = await createTestDatabase()
  folder = await mkdtemp(join(tmpdir(), 'etrax-last-resort-'))
  const preload = `data:text/javascript,${encodeURIComponent(POISON)}`
  const main = fileURLToPath(new URL('./main.ts', import.meta.url))
  server = spawn(process.execPath, ['--import', preload, main], {
    env: {
      ...process.env,
      PORT: '0',
      ETRAX_DATA: folder,
      DATABASE_URL: database.appUrl,
      DATABASE_ADMIN_URL: database.adminUrl,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  for (const stream of [server.stdout, server.stderr])
    stream.on('data', (chunk) => {
      output += String(chunk)
    })
})
afterAll(async () => {
  const ended = new Promise((resolve) => server.once('exit', resolve))
  server.kill('SIGTERM')
  await ended
  await database.drop()
  await rm(folder, { recursive: true, force: true })
})

test('[ASVS 16.5.4] what nobody caught is written down, and the server goes on for everybody', async () => {
  await expect.poll(() => output, { timeout: 50_000 }).toMatch(/ETrax is at http/)
  const [, url] = /ETrax is at (http\S+)/.exec(output) ?? []
  expect((await fetch(`${url}/health/ready`)).status).toBe(200)
  server.kill('SIGUSR2')
  for (const poison of ['poison that was thrown', 'poison that was rejected'])
    await expect.poll(() => output, { timeout: 20_000 }).toContain(poison)
  expect((await fetch(`${url}/health/ready`)).status).toBe(200)
  expect((await fetch(`${url}/api/v1/auth/me`)).status).toBe(401)
  expect(server.exitCode).toBeNull()
  const line = output.split('\n').find((one) => one.includes('poison that was thrown')) ?? '{}'
  expect(JSON.parse(line)).toMatchObject({ level: 'fatal', unhandled: true })
})
