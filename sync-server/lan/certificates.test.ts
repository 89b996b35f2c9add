import { X509Certificate } from 'node:crypto'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { createServer, get } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type LanCertificates, lanCertificates } from './certificates.ts'
import { startTrustServer } from './trust-server.ts'

let dataDir: string
let made: LanCertificates
const names = ['192.168.1.20', 'fieldhouse.local', 'localhost', '127.0.0.1']

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'etrax-lan-'))
  made = lanCertificates(dataDir, names)
})
afterAll(() => rm(dataDir, { recursive: true, force: true }))

function fetchStatus(
  certificate: LanCertificates['certificate'],
  servername: string,
): Promise<number | string> {
  return new Promise((resolve) => {
    const server = createServer(certificate, (_, response) => response.end('here'))
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      const port = typeof address === 'object' && address ? address.port : 0
      const asked = get(
        { host: '127.0.0.1', port, ca: made.authority, servername, agent: false },
        (answer) => {
          answer.resume()
          server.close()
          resolve(answer.statusCode ?? 0)
        },
      )
      asked.on('error', (error) => {
        server.close()
        resolve(error.message)
      })
    })
  })
}

test('whoever trusts the authority reaches the server by its addresses and names', async () => {
  expect(await fetchStatus(made.certificate, '')).toBe(200)
  expect(await fetchStatus(made.certificate, 'localhost')).toBe(200)
  expect(new X509Certificate(made.certificate.cert).checkIP('192.168.1.20')).toBe('192.168.1.20')
})

test('the certificates last: a second start uses them again, and a new address gets a new one of the same authority', () => {
  expect(lanCertificates(dataDir, names)).toEqual(made)
  const moved = lanCertificates(dataDir, ['192.168.1.21', 'localhost', '127.0.0.1'])
  expect(moved.authority).toBe(made.authority)
  expect(new X509Certificate(moved.certificate.cert).checkIP('192.168.1.21')).toBe('192.168.1.21')
})

test('a certificate is renewed before it ends', () => {
  const before = lanCertificates(dataDir, names)
  const later = Date.now() + 370 * 24 * 60 * 60 * 1000
  expect(lanCertificates(dataDir, names, later).certificate.cert).not.toBe(before.certificate.cert)
})

test('the authority is good for private names alone', async () => {
  const other = lanCertificates(dataDir, ['bank.example', 'localhost', '127.0.0.1'])
  expect(await fetchStatus(other.certificate, '')).toBe('permitted subtree violation')
  const publicAddress = lanCertificates(dataDir, ['203.0.113.7', 'localhost', '127.0.0.1'])
  expect(await fetchStatus(publicAddress.certificate, '')).toBe('permitted subtree violation')
})

test('keys are readable by their owner alone', async () => {
  for (const name of ['authority.key', 'server.key'])
    expect((await stat(join(dataDir, 'lan', name))).mode & 0o777).toBe(0o600)
})

test("a phone that trusts nothing yet gets the authority's certificate, and nothing else", async () => {
  const trust = await startTrustServer(made.authority, '127.0.0.1', 0)
  const base = `http://127.0.0.1:${trust.port}`
  expect(await (await fetch(`${base}/etrax.crt`)).text()).toBe(made.authority)
  expect((await fetch(`${base}/authority.key`)).status).toBe(404)
  expect((await fetch(`${base}/etrax.crt`, { method: 'POST' })).status).toBe(404)
  await trust.close()
})
