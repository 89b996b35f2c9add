import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isStamp } from '../shared/clock.ts'
import { uuidv7 } from '../shared/ids.ts'
import { type AppBrowser, openAppBrowser, signedInPage } from './support/app-browser.ts'
import { scanByHand } from './support/hand-scanner.ts'
import { HOSTILE_TEXTS } from './support/hostile-texts.ts'
import { startTestServer, type TestServer } from './support/server.ts'
import { foreignOf, textsOf, type Watched, watchPages } from './support/watched-page.ts'
import { type WireDevice, wireDevice } from './support/wire-device.ts'

let server: TestServer
let browser: AppBrowser
let watched: Watched
let page: Page
let admin: WireDevice
let reviewId = ''
const NAMED = ['teams', 'people', 'locations', 'categories', 'equipment'] as const
/** The ids of what has the n-th text for its name. */
const ids: Record<(typeof NAMED)[number], string[]> = {
  teams: [],
  people: [],
  locations: [],
  categories: [],
  equipment: [],
}
const ALL = HOSTILE_TEXTS
/** The text so many places after the n-th, as long as a field is; never cut through a sign. */
const text = (n: number, after = 0, most = 200) => {
  const whole = ALL[(n + after) % ALL.length] ?? ''
  return whole.length <= most ? whole : (ALL.find((one) => one.length <= most) ?? '')
}

/** The same for a name of a value: at most 100 long, and none that would change what an object is. */
const key = (n: number, after: number, most = 100) => {
  const name = text(n, after, most)
  return name === '__proto__' ? 'constructor' : name
}

beforeAll(async () => {
  server = await startTestServer()
  admin = await wireDevice(server, 'northridge', 'SCHOOL_ADMIN', 'hostile-device')
  await store()
  browser = await openAppBrowser(server)
  watched = await watchPages(browser.context)
  page = await signedInPage(browser, server.signIn('northridge', 'SCHOOL_ADMIN'))
})
afterAll(async () => {
  await browser?.close()
  await server?.remove()
})

/** Every text in every kind of field, by the path that devices take. */
async function store() {
  for (const name of NAMED) ids[name] = ALL.map(() => uuidv7())
  await push('teams', (n) => ({
    name: text(n),
    sport: text(n, 1, 100),
    level: text(n, 2, 100),
    season: text(n, 3, 100),
    active: true,
  }))
  await push('people', (n) => ({
    name: text(n),
    kind: 'athlete',
    active: true,
    teamIds: [ids.teams[0]],
    badgeCode: `${text(n, 1)} ${n}`.slice(-150),
    jerseyNumber: text(n, 2, 20),
    sizes: { [key(n, 4, 50)]: text(n, 5, 50) },
  }))
  await push('locations', (n) => ({ name: text(n), kind: 'room' }))
  await push('categories', (n) => ({ name: text(n), defaults: { [key(n, 1)]: text(n, 2) } }))
  await push('equipment', (n) => ({
    name: text(n),
    kind: 'serialized',
    status: 'available',
    tagCode: `HOSTILE-${n}`,
    serial: `${text(n, 1)} ${n}`.slice(-150),
    manufacturer: text(n, 2),
    model: text(n, 3),
    size: text(n, 4, 50),
    jerseyNumber: text(n, 5, 20),
    categoryId: ids.categories[0],
    homeLocationId: ids.locations[n],
    notes: ALL.slice(n, n + 20).join('\n'),
    tags: [...new Set([text(n, 6, 100), text(n, 7, 100)])].sort(),
    custom: { [key(n, 8)]: text(n, 9) },
  }))
  const member = await wireDevice(server, 'northridge', 'COACH', 'member-device')
  const stamp = member.stamp()
  const [made] = (await member.all('equipment')).filter(({ id }) => id === ids.equipment[0])
  if (!made || !isStamp(stamp)) throw new Error('It is not there.')
  const { rejected } = await member.push('equipment', [
    {
      assumedMasterState: made,
      newDocumentState: { ...made, name: text(1), model: text(2), serial: text(3), stamp },
    },
  ])
  reviewId = rejected[0]?.reviewId ?? ''
  const entry = {
    equipmentId: ids.equipment[0],
    type: 'check_out',
    toHolderId: ids.people[0],
    note: ALL.join('\n'),
  }
  const traces = { occurredAt: new Date().toISOString(), actorId: admin.userId, deviceId: admin.deviceId }
  const out = await admin.push('transactions', [
    { newDocumentState: { ...entry, ...traces, id: uuidv7(), stamp: admin.stamp() } },
  ])
  expect(out.rejected).toEqual([])
}

async function push(collection: (typeof NAMED)[number], fields: (n: number) => Record<string, unknown>) {
  const rows = ids[collection].map((id, n) => ({
    newDocumentState: { id, stamp: admin.stamp(), ...fields(n) },
  }))
  const { rejected } = await admin.push(collection, rows)
  expect([collection, rejected]).toEqual([collection, []])
}

async function tokenOfAdmin(): Promise<string> {
  const { tenant, email, password } = server.signIn('northridge', 'SCHOOL_ADMIN')
  return JSON.parse(await ask('', 'POST', '/auth/login', { tenant, email, password })).accessToken
}

async function ask(token: string, method: string, path: string, body: unknown): Promise<string> {
  const headers = { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` }
  const answer = await fetch(new URL(`/api/v1${path}`, server.url()), {
    method,
    headers,
    body: JSON.stringify(body),
  })
  expect([path, answer.ok]).toEqual([path, true])
  return await answer.text()
}

/** The page shows every one of the texts, each as it is stored; nothing of them became anything else. */
async function shows(path: string, expected: readonly string[]) {
  await page.goto(new URL(path, server.url()).href)
  await expectShown(path, expected)
}

async function expectShown(where: string, expected: readonly string[]) {
  // Lists that are long lay out all of their rows for paper alone.
  const missing = async () => {
    await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')))
    const there = new Set(await textsOf(page))
    return expected.filter((one) => !there.has(one))
  }
  await expect.poll(missing, { message: where, timeout: 20_000 }).toEqual([])
  expect([where, await foreignOf(page)]).toEqual([where, []])
}

describe('[ASVS 1.2.1] [ASVS 3.2.2] whatever a text is, it is shown as the text that is stored', () => {
  test('things: in the list, on their pages with all that they have, in the form and on labels', async () => {
    await shows(`/equipment?category=${ids.categories[0]}`, ALL)
    for (const n of [0, 9, 24, 39, 58]) {
      const own = [
        text(n),
        text(n, 2),
        text(n, 3),
        text(n, 4, 50),
        text(n, 6, 100),
        text(n, 8, 100),
        text(n, 9),
      ]
      await shows(`/equipment/${ids.equipment[n]}`, own)
    }
    await shows(`/equipment/${ids.equipment[24]}/edit`, [text(24), text(24, 2), text(24, 3), text(24, 4, 50)])
    await shows(`/labels?ids=${ids.equipment.join(',')}`, ALL.slice(0, 30))
  })

  test('people and teams, places and categories', async () => {
    await shows(`/people?team=${ids.teams[0]}`, ALL)
    await shows(`/people/${ids.people[0]}`, [text(0), text(0, 4, 50), text(0, 5, 50)])
    await shows('/teams', ALL)
    await shows(`/teams/${ids.teams[0]}`, [text(0)])
    await shows('/locations', ALL)
    await shows('/categories', ALL)
  })

  test('the log, a review and the history of a thing', async () => {
    await shows('/audit', [text(0)])
    await shows(`/reviews/${reviewId}`, [text(0), text(1), text(2), text(3)])
    await shows(`/equipment/${ids.equipment[0]}`, [ALL.join('\n')])
  })

  test('accounts, the own name, and what a station is told by a scan', async () => {
    const token = await tokenOfAdmin()
    const names = ALL.slice(0, 12)
    for (const [n, name] of names.entries())
      await ask(token, 'POST', '/users', { name, role: 'COACH', email: `hostile-${n}@northridge.example` })
    await ask(token, 'PATCH', `/users/${admin.userId}`, { name: text(4) })
    await shows('/users', names)
    await shows('/settings', [text(4)])
    await page.goto(new URL('/station', server.url()).href)
    await page.getByRole('heading').first().waitFor()
    for (const code of [text(0), text(5), text(36)]) {
      await scanByHand(page, code)
      await expect.poll(() => page.locator('.outcome').first().textContent()).toContain(code)
      expect(await foreignOf(page)).toEqual([])
    }
  })

  test('no page asked anything of anybody else, opened a dialog or broke the policy under which it runs', () => {
    expect(watched.dialogs).toEqual([])
    expect(watched.violations).toEqual([])
    const own = new URL(server.url()).origin
    expect(watched.addresses.filter((one) => !one.startsWith(own) && !/^(data|blob):/.test(one))).toEqual([])
  })

  test('[ASVS 14.2.1] no address holds a token, an e-mail address or a name', () => {
    const { email } = server.signIn('northridge', 'SCHOOL_ADMIN')
    for (const address of watched.addresses)
      expect(/eyJ[\w-]+\.|%40|@/.test(address) || address.includes(email) ? address : '').toBe('')
  })
})
