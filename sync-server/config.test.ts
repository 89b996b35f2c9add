import { expect, test } from 'vitest'
import { readConfig } from './config.ts'

const url = 'postgres://etrax_app:secret-of-the-app@db.example/etrax'
const adminUrl = 'postgres://etrax_owner:secret@db.example/etrax'

test('with nothing set it is the embedded database with the demo, on loopback alone', () => {
  expect(readConfig({}, [])).toMatchObject({
    port: 8080,
    host: '127.0.0.1',
    lan: false,
    clientDir: undefined,
    database: undefined,
    demo: 'full',
    behindProxy: false,
    rateLimits: true,
    production: false,
  })
})

test("with a database of one's own, or in production, there is no demo unless it is asked for", () => {
  expect(readConfig({ DATABASE_URL: url, DATABASE_ADMIN_URL: adminUrl }, [])).toMatchObject({
    demo: undefined,
    database: { url, adminUrl },
  })
  expect(readConfig({ DATABASE_URL: url, ETRAX_DEMO: '1' }, []).demo).toBe('full')
  expect(readConfig({ NODE_ENV: 'production' }, []).demo).toBeUndefined()
  expect(readConfig({ ETRAX_DEMO: 'small' }, []).demo).toBe('small')
  expect(readConfig({ ETRAX_DEMO: 'off' }, []).demo).toBeUndefined()
  expect(readConfig({}, []).demo).toBe('full')
})

test('another build of the client is served from its folder, whatever the working folder is', () => {
  expect(readConfig({ ETRAX_CLIENT: '/srv/old-client' }, []).clientDir).toBe('/srv/old-client')
})

test.each<[string, Record<string, string>, string[], RegExp]>([
  ['another host without TLS', { HOST: '0.0.0.0' }, [], /without TLS/],
  ['a proxy without its address', { HOST: '0.0.0.0', ETRAX_BEHIND_PROXY: '1' }, [], /PUBLIC_URL/],
  ['a proxy without TLS', { ETRAX_BEHIND_PROXY: '1', PUBLIC_URL: 'http://etrax.example' }, [], /https/],
  ['a port that is none', { PORT: '80a' }, [], /PORT=80a/],
  ['a port above all', { PORT: '65536' }, [], /PORT=65536/],
  ['a switch that is none', { ETRAX_DEMO: 'maybe' }, [], /ETRAX_DEMO=maybe/],
  ['a level that is none', { LOG_LEVEL: 'loud' }, [], /one of fatal, error/],
  ['the demo in production', { NODE_ENV: 'production', ETRAX_DEMO: '1' }, [], /not with NODE_ENV=production/],
  [
    'a small demo in production',
    { NODE_ENV: 'production', ETRAX_DEMO: 'small' },
    [],
    /not with NODE_ENV=production/,
  ],
  ['one login for both', { DATABASE_URL: url, DATABASE_ADMIN_URL: url }, [], /same login/],
  ["the owner's login alone", { DATABASE_ADMIN_URL: adminUrl }, [], /without DATABASE_URL/],
  [
    'a master key that is too short',
    { ETRAX_MASTER_KEY: 'c2VjcmV0' },
    [],
    /^(?!.*c2VjcmV0).*32 random bytes/,
  ],
  ['an unknown option', {}, ['--lann'], /--lann is no option/],
])('%s is refused with a sentence', (_, environment, flags, sentence) => {
  expect(() => readConfig(environment, flags)).toThrow(sentence)
})

test('a refused address is not repeated: it may hold a password', () => {
  const broken = 'mysql://etrax:secret-of-the-app@db.example/etrax'
  expect(() => readConfig({ DATABASE_URL: broken }, [])).toThrow(/^(?!.*secret)/)
})

test('the master key comes with those that it replaced after commas', () => {
  const keys = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)]
  const text = keys.map((key) => key.toString('base64')).join(', ')
  expect(readConfig({ ETRAX_MASTER_KEY: text }, []).masterKeys).toEqual(keys)
  expect(readConfig({}, []).masterKeys).toEqual([])
})

test('on the local network it listens everywhere, by its own certificates', () => {
  expect(readConfig({}, ['--lan'])).toMatchObject({ lan: true, host: '0.0.0.0' })
})

test('behind a proxy another host may be listened on', () => {
  const environment = { HOST: '0.0.0.0', ETRAX_BEHIND_PROXY: '1', PUBLIC_URL: 'https://etrax.example' }
  expect(readConfig(environment, [])).toMatchObject({ host: '0.0.0.0', behindProxy: true })
})
