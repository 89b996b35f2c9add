import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readInvitation } from '../../shared/invitation-link.ts'
import { readConfig } from '../../sync-server/config.ts'
import { connectDatabase, type Database } from '../../sync-server/db/database.ts'
import { createTestDatabase, type TestDatabase } from '../../sync-server/db/test-postgres.ts'
import { askNobody } from '../../sync-server/identity/second-factor/policy.ts'
import { createLog } from '../../sync-server/observability/log.ts'
import { type RunningServer, startServer } from '../../sync-server/start-server.ts'
import { findTenant } from '../../sync-server/tenancy/tenants.ts'
import { withTenant } from '../../sync-server/tenancy/with-tenant.ts'

const PASSWORD = 'a quiet field house'
const PUBLIC_URL = 'https://gear.cascade.example'
const MAIL = { SMTP_URL: 'smtp://127.0.0.1:9', MAIL_FROM: 'ETrax <gear@cascade.example>' }

let database: TestDatabase
let app: Database
let folder: string
let settings: Record<string, string>
let server: RunningServer | undefined

beforeAll(async () => {
  database = await createTestDatabase()
  app = connectDatabase(database.appUrl, { max: 2, name: 'etrax-test' })
  folder = await mkdtemp(join(tmpdir(), 'etrax-tenant-'))
  await mkdir(join(folder, 'client'))
  await writeFile(join(folder, 'client', 'index.html'), '<!doctype html><title>ETrax</title>')
  settings = {
    PORT: '0',
    ETRAX_DATA: folder,
    ETRAX_DEMO: '0',
    DATABASE_URL: database.appUrl,
    DATABASE_ADMIN_URL: database.adminUrl,
    PUBLIC_URL,
  }
})
afterAll(async () => {
  await server?.stop()
  await app.end()
  await database.drop()
  await rm(folder, { recursive: true, force: true })
})

async function command(name: 'tenant' | 'migrate', words: readonly string[] = [], more = {}) {
  const file = fileURLToPath(new URL(`${name}.ts`, import.meta.url))
  const env = { PATH: process.env.PATH, ...settings, ...more }
  const { stdout } = await promisify(execFile)(process.execPath, [file, ...words], { env })
  return stdout.trim().split('\n')
}
const tenant = (...words: string[]) => command('tenant', words)

async function serve(): Promise<RunningServer> {
  const { PUBLIC_URL: _, ...local } = settings
  server ??= await startServer({
    config: readConfig(local, []),
    log: createLog('silent'),
    say: () => {},
    clientFolder: join(folder, 'client'),
  })
  return server
}

async function ask(method: string, path: string, { token, body }: { token?: string; body?: unknown } = {}) {
  const { url } = await serve()
  return await fetch(`${url}/api/v1${path}`, {
    method,
    headers: {
      'Content-Type': 'application/json',
      ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
}
const signIn = (school: string, email: string, password = PASSWORD) =>
  ask('POST', '/auth/login', { body: { tenant: school, email, password } })

/** Opens the printed link and chooses a password by it. */
async function accept(lines: readonly string[], password = PASSWORD): Promise<number> {
  const printed = lines.filter((line) => line.startsWith(`${PUBLIC_URL}/join#`))
  expect(printed).toHaveLength(1)
  const { school, invitation } = readInvitation(new URL(printed[0] ?? '').hash) ?? {}
  return (await ask('POST', '/auth/register', { body: { tenant: school, invitation, password } })).status
}

async function schoolNamed(slug: string) {
  const found = await findTenant(app, { slug })
  if (!found) throw new Error(`There is no school ${slug}.`)
  return found
}
const audited = async (slug: string) =>
  await withTenant(
    app,
    await schoolNamed(slug),
    (tx) => tx<{ action: string; actor: string | null; collection: string }[]>`
      SELECT action, actor_id AS actor, collection FROM audit ORDER BY n`,
  )

describe('an installation begins with an empty database', { timeout: 180_000 }, () => {
  test('a command that makes something says what is to be run first', async () => {
    await expect(tenant('add', 'northridge', '--admin', 'dana@northridge.example')).rejects.toThrow(
      'npm run migrate',
    )
  })

  test('a school is made with its admin, who accepts the printed invitation and is asked to set up a second factor', async () => {
    await command('migrate')
    const printed = await tenant(
      ...['add', 'northridge', '--name', 'Northridge High', '--admin', 'Dana@Northridge.example'],
      ...['--admin-name', 'Dana Whitfield'],
    )
    expect(await audited('northridge')).toEqual([{ action: 'create', actor: null, collection: 'users' }])
    expect((await signIn('northridge', 'dana@northridge.example')).status).toBe(401)
    expect(await accept(printed)).toBe(204)
    // It works once.
    expect(await accept(printed)).toBe(404)
    const asked = await (await signIn('northridge', 'dana@northridge.example')).json()
    expect(asked).not.toHaveProperty('accessToken')
    expect(asked.secondFactor).toMatchObject({ methods: [], setUp: ['totp'] })
  })

  test('where the school asks for no factor, the admin is in, and makes the others', async () => {
    await withTenant(app, await schoolNamed('northridge'), askNobody)
    const { accessToken, user } = await (await signIn('northridge', 'dana@northridge.example')).json()
    expect(user).toMatchObject({ name: 'Dana Whitfield', role: 'SCHOOL_ADMIN' })
    const made = await ask('POST', '/users', {
      token: accessToken,
      body: { name: 'Marcus Bell', email: 'marcus@northridge.example', role: 'COACH' },
    })
    expect(made.status).toBe(201)
  })

  test('an address that has an account gets another invitation, which changes no role', async () => {
    const again = await tenant(
      ...['invite', 'northridge', 'dana@northridge.example', '--role', 'SUPER_ADMIN', '--name', 'Other'],
    )
    expect(again.join('\n')).toContain('Dana Whitfield has an account there already, as SCHOOL_ADMIN')
    expect(await accept(again, 'four quiet bleachers')).toBe(204)
    const answer = await (
      await signIn('northridge', 'dana@northridge.example', 'four quiet bleachers')
    ).json()
    expect(answer.user).toMatchObject({ name: 'Dana Whitfield', role: 'SCHOOL_ADMIN' })
    expect((await audited('northridge')).filter(({ action }) => action === 'invite')).toMatchObject([
      { actor: null },
    ])
  })

  test.each([
    ['COACH', 'new@northridge.example', '--role is one of'],
    ['SCHOOL_ADMIN', 'no address', 'is no e-mail address'],
  ])('as %s, %s: refused with a sentence, and nobody is made', async (role, email, sentence) => {
    const before = await audited('northridge')
    await expect(tenant('invite', 'northridge', email, '--role', role, '--name', 'New One')).rejects.toThrow(
      sentence,
    )
    expect(await audited('northridge')).toEqual(before)
  })

  test('a wrong address of the first admin leaves no school behind', async () => {
    await expect(tenant('add', 'hillside', '--admin', 'no address')).rejects.toThrow('is no e-mail address')
    expect(await findTenant(app, { slug: 'hillside' })).toBeUndefined()
  })

  test('where there is mail, the link is kept for the server to send, and printed all the same', async () => {
    await serve()
    const words = ['invite', 'northridge', 'mail@northridge.example', '--role', 'ORG_ADMIN', '--name', 'Mae']
    const printed = await command('tenant', words, MAIL)
    expect(printed.at(-1)).toContain('A mail with it goes to mail@northridge.example')
    const kept = await app`SELECT template, state FROM etrax_system.messages`
    expect(kept).toEqual([{ template: 'invitation', state: 'waiting' }])
    expect(await accept(printed)).toBe(204)
  })
})

describe('organizations are a tree that commands change', { timeout: 180_000 }, () => {
  let token = ''

  const below = async () => {
    const { organization, schools } = await (await ask('GET', '/organization', { token })).json()
    return [organization.name, schools.map(({ slug }: { slug: string }) => slug).sort()]
  }
  const counted = async () => {
    const { schools } = await (await ask('GET', '/organization/totals', { token })).json()
    return schools.map(({ pieces }: { pieces: number }) => pieces)
  }

  test('an admin of the state sees a school from when its district came below the state', async () => {
    await tenant('organization', 'add', 'Oregon', '--kind', 'state')
    await tenant('organization', 'add', 'Cascade', '--kind', 'district')
    await tenant('add', 'statehouse', '--organization', 'Oregon')
    await tenant('move', 'northridge', '--organization', 'Cascade')
    await withTenant(app, await schoolNamed('statehouse'), askNobody)
    const words = ['invite', 'statehouse', 'olga@oregon.example', '--role', 'ORG_ADMIN', '--name', 'Olga']
    expect(await accept(await tenant(...words))).toBe(204)
    token = (await (await signIn('statehouse', 'olga@oregon.example')).json()).accessToken
    expect([await below(), await counted()]).toEqual([['Oregon', ['statehouse']], []])

    const dana = await signIn('northridge', 'dana@northridge.example', 'four quiet bleachers')
    const helmet = { kind: 'serialized', name: 'Helmet', status: 'available' }
    const { accessToken } = await dana.json()
    expect((await ask('POST', '/equipment', { token: accessToken, body: helmet })).status).toBe(201)
    await tenant('organization', 'move', 'Cascade', '--parent', 'Oregon')
    expect([await below(), await counted()]).toEqual([['Oregon', ['northridge', 'statehouse']], [1]])
  })

  test('no organization comes to be below itself', async () => {
    await expect(tenant('organization', 'move', 'Oregon', '--parent', 'Cascade')).rejects.toThrow(
      'below itself',
    )
    await expect(tenant('organization', 'move', 'Oregon', '--parent', 'Oregon')).rejects.toThrow(
      'below itself',
    )
    expect(await below()).toEqual(['Oregon', ['northridge', 'statehouse']])
  })

  test('the tree is listed with its schools, under the names of now', async () => {
    await tenant('organization', 'rename', 'Cascade', 'Cascade School District')
    const lines = await tenant('organization', 'list')
    expect(lines.map((line) => line.replace(/ {2}[0-9a-f-]{36}$/, ''))).toEqual([
      'Independent schools (district)',
      'Oregon (state)',
      '  statehouse  statehouse',
      '  Cascade School District (district)',
      '    northridge  Northridge High',
    ])
  })

  test('a school that leaves, and a district that leaves, are seen no more', async () => {
    await tenant('move', 'northridge', '--organization', 'Independent schools')
    expect([await below(), await counted()]).toEqual([['Oregon', ['statehouse']], []])
    await tenant('move', 'northridge', '--organization', 'Cascade School District')
    expect(await counted()).toEqual([1])
    await tenant('organization', 'move', 'Cascade School District', '--no-parent')
    expect([await below(), await counted()]).toEqual([['Oregon', ['statehouse']], []])
  })

  test('a name that several have is refused: the id says which', async () => {
    const [line = ''] = await tenant('organization', 'add', 'Twin', '--kind', 'county')
    await tenant('organization', 'add', 'Twin', '--kind', 'county')
    await expect(tenant('organization', 'rename', 'Twin', 'Other')).rejects.toThrow('say which by its id')
    await tenant('organization', 'rename', line.replace(/.*: /, ''), 'Other')
    expect((await tenant('organization', 'list')).some((one) => one.startsWith('Other (county)'))).toBe(true)
  })
})
