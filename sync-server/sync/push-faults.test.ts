import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { statSync } from 'node:fs'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createClock } from '../../shared/clock.ts'
import type { AnyDocument } from '../../shared/collections/definition.ts'
import { uuidv7 } from '../../shared/ids.ts'
import { HEADER } from '../../shared/protocol.ts'
import { connectDatabase, type Database } from '../db/database.ts'
import { type Listening, listen } from '../http-server.ts'
import { type TestServer, testServer } from '../identity/test-server.ts'
import { type Tenant, withTenant } from '../tenancy/with-tenant.ts'

let server: TestServer
let superuser: Database
let listening: Listening
let tenant: Tenant
let token: string

beforeAll(async () => {
  server = await testServer()
  superuser = connectDatabase(server.database.superuserUrl, { max: 1, name: 'etrax-test-fault' })
  listening = await listen(server.app, { host: '127.0.0.1', port: 0, certificate: undefined })
  tenant = await server.schools.provision('northridge')
  token = await server.tokenOf(await server.addUser(tenant, 'EQUIPMENT_MANAGER'))
})
afterAll(async () => {
  await listening.closed()
  await superuser.end()
  await server.end()
})

/** A device that makes helmets. */
function deviceOf(deviceId: string) {
  const clock = createClock(deviceId, Date.now)
  return {
    headers: { [HEADER.device]: deviceId },
    helmet: (fields: Record<string, unknown> = {}): AnyDocument => ({
      id: uuidv7(),
      stamp: clock.next(),
      kind: 'serialized',
      name: 'Helmet',
      status: 'available',
      ...fields,
    }),
  }
}

const bodyOf = (documents: readonly AnyDocument[]) =>
  JSON.stringify(documents.map((newDocumentState) => ({ newDocumentState })))

async function push(device: ReturnType<typeof deviceOf>, body: string) {
  return await server.request('/sync/v1/equipment/push', {
    method: 'POST',
    body,
    token,
    headers: device.headers,
  })
}

function read(query: string): Promise<readonly Record<string, unknown>[]> {
  return withTenant(server.schools.app, tenant, async (tx) => [...(await tx.unsafe(query))])
}

/** Which of them are stored, and how often the audit says that they were made. */
async function kept(documents: readonly AnyDocument[]) {
  const ids = documents.map(({ id }) => `'${id}'`).join()
  const stored = await read(`select id from equipment where id in (${ids})`)
  const audit = await read(
    `select document_id from audit where action = 'create' and document_id in (${ids})`,
  )
  return {
    stored: stored.map(({ id }) => id).toSorted(),
    audited: audit.map(({ document_id }) => document_id).toSorted(),
  }
}

/** Each of them is there once, with one audit entry. */
async function expectOnce(documents: readonly AnyDocument[]) {
  const ids = documents.map(({ id }) => id).toSorted()
  expect(await kept(documents)).toEqual({ stored: ids, audited: ids })
}

test('[P5] [P8] Postgres ends connections in the middle of pushes: 503 or the whole batch, and a retry changes nothing more', async () => {
  let killing = true
  const acknowledged: AnyDocument[] = []
  const statuses = new Set<number>()
  const writers = ['a', 'b', 'c', 'd'].map(async (name) => {
    const device = deviceOf(name)
    while (killing) {
      const batch = Array.from({ length: 5 }, () => device.helmet())
      for (;;) {
        const answer = await push(device, bodyOf(batch))
        statuses.add(answer.status)
        if (answer.status === 200) {
          expect(await answer.json()).toEqual({ documents: [], rejected: [] })
          break
        }
        expect(answer.headers.get('Retry-After')).not.toBeNull()
        // All or nothing, before the retry as well.
        const { stored, audited } = await retried(() => kept(batch))
        expect([stored.length, audited.length]).toEqual(stored.length === 0 ? [0, 0] : [5, 5])
      }
      acknowledged.push(...batch)
    }
  })
  for (let round = 0; round < 40; round += 1) {
    await superuser`
      select pg_terminate_backend(pid) from pg_stat_activity
      where usename = 'etrax_app' and state <> 'idle' and random() < 0.7`
    await delay(20)
  }
  killing = false
  await Promise.all(writers)
  expect([...statuses].toSorted()).toEqual([200, 503])
  await expectOnce(acknowledged)
})

/** Its own connection may be the one that is ended. */
async function retried<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work()
    } catch (error) {
      if (attempt > 50) throw error
      await delay(20)
    }
  }
}

/** A push as bytes, so that it can be cut. */
function rawPush(body: string, device: ReturnType<typeof deviceOf>): { head: string; body: Buffer } {
  const bytes = Buffer.from(body)
  const head = [
    'POST /sync/v1/equipment/push HTTP/1.1',
    'Host: localhost',
    `Authorization: Bearer ${token}`,
    `${HEADER.device}: ${device.headers[HEADER.device]}`,
    'Content-Type: application/json',
    `Content-Length: ${bytes.length}`,
    'Connection: close',
    '',
    '',
  ].join('\r\n')
  return { head, body: bytes }
}

async function openSocket(): Promise<{ socket: Socket; answer: Promise<string> }> {
  const socket = connect(listening.port, '127.0.0.1')
  await new Promise<void>((resolve) => socket.once('connect', resolve))
  const answer = new Promise<string>((resolve) => {
    let text = ''
    socket.on('data', (part) => {
      text += String(part)
    })
    socket.on('error', () => resolve(text))
    socket.on('close', () => resolve(text))
  })
  return { socket, answer }
}

const written = (socket: Socket, part: string | Buffer) =>
  new Promise<void>((resolve) => socket.write(part, () => resolve()))

test.each([
  ['reset', (socket: Socket) => socket.resetAndDestroy()],
  ['ended as if that were all', (socket: Socket) => socket.end()],
])('[P5] a push whose body is cut off is not taken in part: %s', async (_how, cut) => {
  const device = deviceOf('cut')
  const documents = [device.helmet(), device.helmet(), device.helmet()]
  const { head, body } = rawPush(bodyOf(documents), device)
  // Also right behind a row, where what came is nearly JSON.
  for (const length of [
    1,
    Math.floor(body.length / 2),
    body.lastIndexOf(',{"newDocumentState"'),
    body.length - 1,
  ]) {
    const { socket, answer } = await openSocket()
    await written(socket, head)
    await written(socket, body.subarray(0, length))
    await delay(20)
    cut(socket)
    expect(await answer).not.toMatch(/^HTTP\/1\.1 200/)
  }
  expect(await kept(documents)).toEqual({ stored: [], audited: [] })
  expect((await push(device, bodyOf(documents))).status).toBe(200)
  await expectOnce(documents)
})

test('[P5] a push that comes in slices, or stops for a while, is taken once and holds up nobody', async () => {
  const [slow, other] = [deviceOf('slow'), deviceOf('other')]
  const documents = [slow.helmet({ name: 'Casco — größer ✓' }), slow.helmet()]
  const { head, body } = rawPush(bodyOf(documents), slow)
  const { socket, answer } = await openSocket()
  socket.setNoDelay(true)
  await written(socket, head)
  const half = Math.floor(body.length / 2)
  // Slices that cut characters of several bytes.
  for (let at = 0; at < half; at += 3) await written(socket, body.subarray(at, Math.min(at + 3, half)))
  const meanwhile = [other.helmet()]
  expect((await push(other, bodyOf(meanwhile))).status).toBe(200)
  expect((await kept(documents)).stored).toEqual([])
  await written(socket, body.subarray(half))
  expect(await answer).toMatch(/^HTTP\/1\.1 200/)
  await expectOnce([...documents, ...meanwhile])
  expect(await read(`select name from equipment where id = '${documents[0]?.id}'`)).toEqual([
    { name: 'Casco — größer ✓' },
  ])
})

/**
 * Leaves the table of equipment next to no room: on a file system of its own that is too small, or, where this account may
 * mount none, by Postgres's own refusal for a full disk. `free` makes room.
 */
async function fillDisk(): Promise<{ free(): Promise<void>; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'etrax-test-disk-'))
  const table = `${tenant.schema}.equipment`
  const [{ directory } = { directory: '' }] = await superuser<{ directory: string }[]>`
    select current_setting('data_directory') as directory`
  try {
    await chmod(folder, 0o711)
    const { uid, gid } = statSync(directory)
    mount('-t', 'tmpfs', '-o', `size=2m,mode=700,uid=${uid},gid=${gid}`, 'none', folder)
  } catch {
    return refuseByTrigger(table, folder)
  }
  await superuser.unsafe(`create tablespace small location '${folder}'`)
  await superuser.unsafe(`alter table ${table} set tablespace small`)
  return {
    async free() {
      mount('-o', 'remount,size=64m', folder)
    },
    async remove() {
      await superuser.unsafe(`alter table ${table} set tablespace pg_default`)
      await superuser.unsafe('drop tablespace small')
      execFileSync('umount', [folder])
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function mount(...options: string[]) {
  execFileSync('mount', options, { stdio: 'ignore' })
}

async function refuseByTrigger(table: string, folder: string) {
  await superuser.unsafe(
    `create function public.full_disk() returns trigger language plpgsql as
     $$ begin raise exception 'could not extend file: No space left on device' using errcode = '53100'; end $$`,
  )
  await superuser.unsafe(
    `create trigger full_disk before insert on ${table} for each row when (length(new.notes) > 4000) execute function public.full_disk()`,
  )
  return {
    async free() {
      await superuser.unsafe(`drop trigger full_disk on ${table}`)
    },
    async remove() {
      await superuser.unsafe('drop function public.full_disk()')
      await rm(folder, { recursive: true, force: true })
    },
  }
}

test('[P5] [P8] a full disk of the database: 503, nothing is acknowledged that is not stored, and it goes on with room', async () => {
  const disk = await fillDisk()
  const device = deviceOf('full')
  const acknowledged: AnyDocument[] = []
  // Chance does not compress.
  const batch = () =>
    Array.from({ length: 10 }, () => device.helmet({ notes: randomBytes(3_500).toString('base64') }))
  let refused: readonly AnyDocument[] = []
  for (let round = 0; round < 200 && refused.length === 0; round += 1) {
    const documents = batch()
    const answer = await push(device, bodyOf(documents))
    if (answer.status === 200) acknowledged.push(...documents)
    else {
      expect([answer.status, (await answer.json()).code]).toEqual([503, 'database-unavailable'])
      expect(answer.headers.get('Retry-After')).toBe('2')
      refused = documents
    }
  }
  expect(refused).toHaveLength(10)
  expect(await kept(refused)).toEqual({ stored: [], audited: [] })
  await disk.free()
  expect((await push(device, bodyOf(refused))).status).toBe(200)
  await expectOnce([...acknowledged, ...refused])
  await disk.remove()
})
