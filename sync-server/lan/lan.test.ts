import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { type RequestOptions, request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { type ConnectionOptions, connect } from 'node:tls'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../db/test-postgres.ts'

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url))

let database: TestDatabase
let folder: string
let server: ChildProcess
/** As it says them: where the app is, and where the certificate to trust. */
let appUrl: URL
let trustUrl: URL
let authority: string

beforeAll(async () => {
  database = await createTestDatabase()
  folder = await mkdtemp(join(tmpdir(), 'etrax-lan-'))
  await mkdir(join(folder, 'client'))
  await writeFile(join(folder, 'client', 'index.html'), '<!doctype html><title>ETrax</title>')
  const started = start(['--lan'])
  server = started
  const said: string[] = []
  for await (const line of createInterface(started.stdout)) {
    said.push(line)
    if (/^ {2}https:/.test(line)) break
  }
  const address = (pattern: RegExp) => {
    const found = said.map((line) => pattern.exec(line)?.[1]).find((url) => url !== undefined)
    if (!found) throw new Error(`It did not say where it is:\n${said.join('\n')}`)
    return new URL(found)
  }
  appUrl = address(/^ {2}(https:\S+)$/)
  trustUrl = address(/^ {2}(http:\S+)$/)
  authority = await (await fetch(trustUrl)).text()
}, 120_000)

afterAll(async () => {
  if (server.exitCode === null) {
    server.kill('SIGTERM')
    await once(server, 'exit')
  }
  await database.drop()
  await rm(folder, { recursive: true, force: true })
})

function start(flags: readonly string[], environment: Record<string, string> = {}) {
  return spawn(process.execPath, [MAIN, ...flags], {
    env: {
      ...process.env,
      PORT: '0',
      ETRAX_DATA: folder,
      ETRAX_CLIENT: join(folder, 'client'),
      ETRAX_DEMO: '0',
      DATABASE_URL: database.appUrl,
      DATABASE_ADMIN_URL: database.adminUrl,
      LOG_LEVEL: 'error',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

interface Answer {
  readonly status: number | undefined
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: string
}

/** As a device that trusts the authority, or no one but the public ones, asks the app. */
function ask(url: URL, options: RequestOptions = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { ca: authority, agent: false, ...options }, (answer) => {
      let body = ''
      answer.setEncoding('utf8')
      answer.on('data', (part: string) => {
        body += part
      })
      answer.on('end', () => resolve({ status: answer.statusCode, headers: answer.headers, body }))
    })
    asked.on('error', reject)
    asked.end()
  })
}

test('--lan: a phone that took the certificate from the printed address reaches app and API by HTTPS', async () => {
  expect(authority).toMatch(/^-----BEGIN CERTIFICATE-----/)
  expect(await ask(new URL('/health/ready', appUrl))).toMatchObject({ status: 200 })
  const page = await ask(appUrl)
  expect(page.body).toContain('<title>ETrax</title>')
  // Its name belongs to another machine tomorrow, which would then be asked by HTTPS alone.
  expect(page.headers).not.toHaveProperty('strict-transport-security')
  expect(await ask(new URL('/api/v1/equipment', appUrl))).toMatchObject({ status: 401 })
})

test('--lan: who does not trust the authority, or asks for another name, gets no connection', async () => {
  await expect(ask(appUrl, { ca: undefined })).rejects.toMatchObject({ code: 'SELF_SIGNED_CERT_IN_CHAIN' })
  await expect(ask(appUrl, { servername: 'bank.example' })).rejects.toMatchObject({
    code: 'ERR_TLS_CERT_ALTNAME_INVALID',
  })
})

test('[v5.0.0-12.2.1] --lan: TLS 1.3 and nothing older', async () => {
  const port = Number(appUrl.port)
  const shake = (options: ConnectionOptions) =>
    new Promise<string | null>((resolve, reject) => {
      const socket = connect({ host: appUrl.hostname, port, ca: authority, ...options }, () => {
        resolve(socket.getProtocol())
        socket.end()
      })
      socket.on('error', reject)
    })
  expect(await shake({})).toBe('TLSv1.3')
  await expect(shake({ maxVersion: 'TLSv1.2' })).rejects.toMatchObject({
    code: 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION',
  })
})

test('--lan: plain HTTP hands out the certificate and nothing else', async () => {
  for (const path of ['/', '/health/ready', '/api/v1/openapi.json', '/sync/v1/stream', '/etrax.key'])
    expect((await fetch(new URL(path, trustUrl))).status).toBe(404)
  const login = { method: 'POST', body: '{"email":"a@b.example","password":"secret"}' }
  expect((await fetch(new URL('/api/v1/auth/login', trustUrl), login)).status).toBe(404)
  const plain = new URL(appUrl)
  plain.protocol = 'http:'
  await expect(fetch(plain)).rejects.toThrow()
})

test('another host without TLS is refused at the start, with what to do', async () => {
  const refused = start([], { HOST: '0.0.0.0' })
  let said = ''
  refused.stderr.on('data', (part: Buffer) => {
    said += part.toString()
  })
  const [code] = await once(refused, 'exit')
  expect(code).toBe(1)
  expect(said).toMatch(/^HOST=0\.0\.0\.0 would be served without TLS\..*--lan\.\n$/)
})
