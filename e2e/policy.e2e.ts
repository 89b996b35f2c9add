import { createServer, type Server } from 'node:http'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type AppBrowser, openAppBrowser, signedInPage } from './support/app-browser.ts'
import { startTestServer, type TestServer } from './support/server.ts'
import { type Watched, watchPages } from './support/watched-page.ts'

let server: TestServer
let browser: AppBrowser
let watched: Watched
let page: Page
let stranger: Server
let strangersAddress: string

beforeAll(async () => {
  server = await startTestServer()
  browser = await openAppBrowser(server)
  watched = await watchPages(browser.context)
  page = await signedInPage(browser, server.signIn('northridge', 'SCHOOL_ADMIN'))
  stranger = createServer((_, answer) => {
    answer.setHeader('Content-Type', 'text/html')
    answer.end(`<!doctype html><title>stranger</title><iframe src="${server.url().href}"></iframe>`)
  })
  await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve))
  const address = stranger.address()
  strangersAddress = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/`
})
afterAll(async () => {
  await new Promise((resolve) => stranger.close(resolve))
  await browser?.close()
  await server?.remove()
})

/** Every screen of an admin that needs no id. */
const SCREENS = [
  '/station',
  '/equipment',
  '/equipment/new',
  '/reviews',
  '/my-changes',
  '/people',
  '/people/new',
  '/teams',
  '/teams/new',
  '/categories',
  '/locations',
  '/labels',
  '/import',
  '/users',
  '/audit',
  '/sync',
  '/settings',
  '/more',
]

test('[ASVS 3.4.3] [ASVS 14.2.1] no screen breaks the policy under which it runs, asks another origin, or puts a secret into an address', async () => {
  const asked = watched.addresses.length
  for (const path of SCREENS) {
    await page.goto(new URL(path, server.url()).href)
    await page.getByRole('heading').first().waitFor()
  }
  expect(watched.violations).toEqual([])
  const { origin } = server.url()
  const addresses = watched.addresses.slice(asked)
  expect(addresses.length).toBeGreaterThan(SCREENS.length)
  expect(addresses.filter((one) => !one.startsWith(`${origin}/`) && !/^(?:data|blob):/.test(one))).toEqual([])
  expect(addresses.filter((one) => /eyJ[\w-]{10}|token=|%40|@/.test(one))).toEqual([])
})

test('[ASVS 3.4.3] a script, a handler or a style that got into a page does nothing', async () => {
  const before = watched.violations.length
  const ran = await page.evaluate(async () => {
    const script = document.createElement('script')
    script.textContent = 'window.hacked = 1'
    const from = document.createElement('script')
    from.src = 'https://evil.example/x.js'
    const handler = document.createElement('div')
    handler.setAttribute('onclick', 'window.hacked = 2')
    const base = document.createElement('base')
    base.href = 'https://evil.example/'
    document.body.append(script, from, handler, base)
    handler.click()
    const address = new URL('x', document.baseURI).origin
    for (const element of [script, from, handler, base]) element.remove()
    return { hacked: 'hacked' in window, away: address !== location.origin }
  })
  expect(ran).toEqual({ hacked: false, away: false })
  await expect.poll(() => watched.violations.length).toBeGreaterThan(before + 2)
})

test('[ASVS 3.4.6] no page of another origin frames the app', async () => {
  const other = await browser.context.newPage()
  await other.goto(strangersAddress)
  await expect.poll(() => other.frames().length).toBe(2)
  const framed = other.frames()[1]
  // The browser shows a page of its own instead.
  await expect.poll(() => framed?.url()).toBe('chrome-error://chromewebdata/')
  expect(await framed?.evaluate(() => document.querySelector('#root, main, nav') !== null)).toBe(false)
  await other.close()
})

test('[ASVS 3.3.4] no script of a page, and no store of the browser, has the token that goes on with the session', async () => {
  const [cookie] = (await browser.context.cookies(server.url().href)).filter(({ name }) =>
    name.includes('refresh'),
  )
  expect(cookie).toMatchObject({ httpOnly: true, secure: true, sameSite: 'Strict', path: '/' })
  const kept = await page.evaluate(async () => {
    const texts = [
      document.cookie,
      JSON.stringify({ ...localStorage }),
      JSON.stringify({ ...sessionStorage }),
    ]
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const opening = indexedDB.open(name)
        opening.onsuccess = () => resolve(opening.result)
        opening.onerror = () => reject(opening.error)
      })
      for (const store of database.objectStoreNames) {
        const rows = await new Promise<unknown[]>((resolve, reject) => {
          const asking = database.transaction(store).objectStore(store).getAll()
          asking.onsuccess = () => resolve(asking.result)
          asking.onerror = () => reject(asking.error)
        })
        texts.push(JSON.stringify(rows))
      }
      database.close()
    }
    for (const name of await caches.keys())
      for (const request of await (await caches.open(name)).keys()) texts.push(request.url)
    return texts.join('\n')
  })
  expect(kept.length).toBeGreaterThan(1_000)
  for (const part of (cookie?.value ?? 'none').split('.').slice(1)) expect(kept.includes(part)).toBe(false)
})
