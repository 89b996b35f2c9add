import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { hash as bcrypt } from '@node-rs/bcrypt'
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

test('a school whose tables are damaged can be removed, and no other command goes on meanwhile', async () => {
  await tenant('add', 'flooded')
  const { schema } = await schoolNamed('flooded')
  const admin = connectDatabase(database.adminUrl, { max: 1, name: 'etrax-test' })
  await admin.unsafe(`DROP TABLE "${schema}".equipment, "${schema}".users CASCADE`)
  await admin`DELETE FROM etrax_system.tenant_migrations WHERE schema_name = ${schema} AND version > 3`
  await admin.end()
  await expect(tenant('add', 'hillside')).rejects.toThrow('npm run migrate')
  await expect(tenant('remove', 'flooded')).rejects.toThrow('say --yes')
  expect(await tenant('remove', 'flooded', '--yes')).toEqual(['flooded is gone.'])
  expect(await findTenant(app, { slug: 'flooded' })).toBeUndefined()
}, 60_000)

describe('users of another system go on with the passwords that they have', { timeout: 180_000 }, () => {
  const write = async (name: string, content: string) => {
    const file = join(folder, name)
    await writeFile(file, content)
    return file
  }
  const imported = async (name: string, content: string, ...more: readonly string[]) =>
    await tenant('import-users', 'northridge', await write(name, content), ...more)
  /** What is printed by one that ends with 1. */
  const refused = async (name: string, content: string) => {
    const failed: unknown = await imported(name, content).catch((error: unknown) => error)
    const printed = failed instanceof Error && 'stdout' in failed ? String(failed.stdout) : 'it did not fail'
    return printed.trim().split('\n')
  }
  const usersThere = async () =>
    (await withTenant(app, await schoolNamed('northridge'), (tx) => tx`SELECT 1 FROM credentials`)).length
  const hashOf = (password: string, version: '2a' | '2b' | '2y' = '2b', cost = 4) =>
    bcrypt(password, { cost, version })
  const made = 'Nobody was made.'

  test('a hash that came along lets its owner in once the file was read, in the role that it names', async () => {
    const csv = [
      '\uFEFFName,Email,Role,Hash',
      `"Bell, Marcus",Marcus.Bell@Northridge.example,COACH,${await hashOf('gimnasio número 8', '2y')}`,
      `Renee Alvarez,renee@northridge.example,EQUIPMENT_MANAGER,${await hashOf('old field house')}`,
      '',
    ].join('\r\n')
    const before = await usersThere()
    expect(await imported('users.csv', csv, '--check')).toEqual(['2 would be made, 0 are there already.'])
    expect(await usersThere()).toBe(before)
    expect(await imported('users.csv', csv)).toEqual([
      '2 users were made in northridge, 0 were there already. Remove the file.',
    ])
    const answer = await signIn('northridge', 'marcus.bell@northridge.example', 'gimnasio número 8')
    expect((await answer.json()).user).toMatchObject({ name: 'Bell, Marcus', role: 'COACH' })
    expect((await signIn('northridge', 'renee@northridge.example', 'old field house')).status).toBe(200)
    expect((await signIn('northridge', 'renee@northridge.example', 'another one')).status).toBe(401)
    const log = await withTenant(
      app,
      await schoolNamed('northridge'),
      (tx) => tx<{ actor: string | null; imported: string | null }[]>`
        SELECT actor_id AS actor, detail ->> 'imported' AS imported FROM audit
        WHERE collection = 'users' AND action = 'create' ORDER BY n DESC LIMIT 2`,
    )
    expect(log).toEqual([
      { actor: null, imported: 'bcrypt' },
      { actor: null, imported: 'bcrypt' },
    ])
    // The sign-in has put argon2id in its place: the same file again neither takes it back nor makes anybody twice.
    const after = await usersThere()
    const renamed = csv.replace('"Bell, Marcus"', 'Somebody Else').replace('COACH', 'SCHOOL_ADMIN')
    expect(await imported('users.csv', renamed, '--check')).toEqual(['0 would be made, 2 are there already.'])
    expect(await imported('users.csv', renamed)).toEqual([
      '0 users were made in northridge, 2 were there already. Remove the file.',
    ])
    expect(await usersThere()).toBe(after)
    const [row] = await withTenant(
      app,
      await schoolNamed('northridge'),
      (tx) => tx<{ hash: string; name: string; role: string }[]>`
        SELECT left(password_hash, 9) AS hash, name, role FROM credentials JOIN users ON users.id = user_id
        WHERE email = 'marcus.bell@northridge.example'`,
    )
    expect(row).toEqual({ hash: '$argon2id', name: 'Bell, Marcus', role: 'COACH' })
  })

  test('what was broken off between an address and its user is made by the next run', async () => {
    const northridge = await schoolNamed('northridge')
    await withTenant(
      app,
      northridge,
      (tx) => tx`
        INSERT INTO credentials (user_id, email, password_hash)
        VALUES (gen_random_uuid(), 'left@northridge.example', 'of a user that is not there')`,
    )
    const list = [
      { email: 'left@northridge.example', name: 'Lee', role: 'COACH', hash: await hashOf('quiet bleachers') },
    ]
    expect((await imported('left.json', JSON.stringify(list)))[0]).toContain('1 users were made')
    expect((await signIn('northridge', 'left@northridge.example', 'quiet bleachers')).status).toBe(200)
  })

  test('where anything is wrong each of it has a line and a code, and nobody is made', async () => {
    const hash = await hashOf('a password')
    const before = [await usersThere(), await audited('northridge')]
    const rows = [
      'email,name,role,hash,team',
      `fine@northridge.example,Fine,COACH,${hash},`,
      `no address,Ana,COACH,${hash},`,
      `FINE@northridge.example,Twice,COACH,${hash},`,
      `root@northridge.example,Root,SUPER_ADMIN,${hash},`,
      `plain@northridge.example,Plain,COACH,secret,`,
      `slow@northridge.example,Slow,COACH,${hash.replace('$04$', '$31$')},`,
      `long@northridge.example,${'n'.repeat(201)},COACH,${hash},`,
      `,,,,`,
      `short@northridge.example,Short,COACH`,
    ]
    expect(await refused('wrong.csv', rows.join('\n'))).toEqual([
      '2 team unknown-field',
      '3 team unknown-field',
      '3 email malformed',
      '4 team unknown-field',
      '4 email twice',
      '5 team unknown-field',
      '5 role not-a-choice',
      '6 team unknown-field',
      '6 hash malformed',
      '7 team unknown-field',
      '7 hash cost-out-of-range',
      '8 team unknown-field',
      '8 name too-long',
      '10 hash required',
      made,
    ])
    const list = [{ email: 7, name: null, role: 'COACH' }, 'nobody']
    expect(await refused('wrong.json', JSON.stringify(list))).toEqual([
      '1 email malformed',
      '1 name required',
      '1 hash required',
      '2 email required',
      '2 name required',
      '2 role required',
      '2 hash required',
      made,
    ])
    expect([await usersThere(), await audited('northridge')]).toEqual(before)
  })

  test.each([
    ['none.json', '{}', 'is no JSON list'],
    ['cut.json', '[{', 'is no JSON.'],
    ['empty.csv', 'email,name,role,hash\n', 'There is nobody in'],
    ['open.csv', 'email,name,role,hash\n"ana,Ana,COACH,x\n', 'closes nowhere'],
    ['twice.csv', 'email,email,role,hash\na,b,c,d\n', 'is there twice'],
  ])('%s is refused with a sentence', async (name, content, sentence) => {
    await expect(imported(name, content)).rejects.toThrow(sentence)
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
