import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import { inject } from 'vitest'
import type { Role } from '../../shared/roles.ts'
import { openDevice } from './browser.ts'
import type { Harness } from './harness-page/harness.ts'
import { type FaultyProxy, startProxy } from './proxy.ts'
import { startTestServer } from './server.ts'
import { freePort, type TestServer } from './server-process.ts'
import { openSharedDevice } from './shared-browser.ts'

/** A real server, the client without its screens behind a proxy that can fail, and devices. */
export interface Bench {
  readonly server: TestServer
  readonly proxy: FaultyProxy
  /** `profile`: a browser of its own, whose storage lies on the disk and whose worker is woken. */
  device(options?: { readonly profile?: boolean }): Promise<Device>
  close(): Promise<void>
}

export interface Device {
  readonly context: BrowserContext
  /** Opens a page and waits until the client has read who is signed in. */
  open(): Promise<Page>
  /** Opens a page, signs in to Northridge and waits for the end of the first sync. */
  signedIn(role?: Role): Promise<Page>
  close(): Promise<void>
}

declare global {
  interface Window {
    harness: Harness
  }
}

export async function openBench(): Promise<Bench> {
  const server = await startTestServer()
  const proxy = await startProxy({
    folder: inject('harness'),
    target: () => server.url(),
    port: await freePort(),
  })
  const devices: Device[] = []
  return {
    server,
    proxy,
    async device(options) {
      const made = await makeDevice(server, proxy, options)
      devices.push(made)
      return made
    },
    async close() {
      for (const device of devices) await device.close()
      await proxy.close()
      await server.remove()
    },
  }
}

async function makeDevice(
  server: TestServer,
  proxy: FaultyProxy,
  options: { readonly profile?: boolean } = {},
): Promise<Device> {
  const profile = options.profile ? await mkdtemp(join(tmpdir(), 'etrax-profile-')) : undefined
  const context = profile === undefined ? await openSharedDevice() : await openDevice(profile)
  let closed = false

  async function open() {
    const page = await context.newPage()
    await page.goto(proxy.url)
    await page.waitForFunction(() => window.harness !== undefined && window.harness.session() !== 'restoring')
    return page
  }
  return {
    context,
    open,
    async signedIn(role = 'EQUIPMENT_MANAGER') {
      const page = await open()
      await page.evaluate((form) => window.harness.signIn(form), server.signIn('northridge', role))
      await firstSync(page)
      return page
    },
    async close() {
      if (closed) return
      closed = true
      await context.close()
      if (profile !== undefined) await rm(profile, { recursive: true, force: true })
    },
  }
}

export async function firstSync(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const { firstSync, collections } = window.harness.status()
    return firstSync === undefined && collections.length > 0 && window.harness.catalogue.loaded()
  })
}

/** The pulls of a start are over once none came for a while. */
export async function pulledOut({ proxy }: Bench, page: Page): Promise<void> {
  const pulls = () => proxy.passed.filter(({ path }) => path.includes('/pull')).length
  for (let before = -1; before !== pulls(); ) {
    before = pulls()
    await page.waitForTimeout(500)
  }
}

/** Far beyond what anything takes here; only so that a failure says what was waited for. */
const LONGEST_WAIT_MS = 120_000

/** Waits until a question to the page is answered with yes; for questions whose answer takes the page some time. */
export async function until(
  page: Page,
  question: (argument: string | undefined) => Promise<boolean>,
  argument?: string,
): Promise<void> {
  // Looking hides nothing, but each look costs the page and the browser what they need for what is waited for.
  const deadline = Date.now() + LONGEST_WAIT_MS
  while (!(await page.evaluate(question, argument))) {
    if (Date.now() > deadline) {
      const seen = await page.evaluate(async () => [
        window.harness.status(),
        await window.harness.journal(),
        await window.harness.side('parked'),
        await window.harness.side('state'),
      ])
      throw new Error(`Still not: ${question.toString()}\n${JSON.stringify(seen)}`)
    }
    await page.waitForTimeout(200)
  }
}

/** Waits until nothing is unsent. */
export async function drained(page: Page): Promise<void> {
  await until(page, async () => (await window.harness.journal()).length === 0)
}

export interface Pick {
  readonly thingIds: readonly string[]
  readonly personId: string
}

/** Things that are there to be checked out, and somebody to have them. */
export async function pick(page: Page, count = 1): Promise<Pick> {
  return page.evaluate(async (wanted) => {
    const things = window.harness.catalogue.search('', { status: 'available', kind: 'serialized' })
    const [person] = await window.harness.findDocuments('people', { selector: { active: true }, limit: 1 })
    if (!person || things.length < wanted) throw new Error('The demo school is too small.')
    return { thingIds: things.slice(0, wanted).map(({ id }) => id), personId: person.id }
  }, count)
}

/** Checks things out to a person; resolves to the transactions' ids once they are saved. */
export async function checkOut(page: Page, { thingIds, personId }: Pick): Promise<readonly string[]> {
  return page.evaluate(
    async ({ ids, holder }) => {
      const lines = ids.map((equipmentId) => ({ equipmentId }))
      const { transactions } = await window.harness.checkOut({ to: { personId: holder }, lines })
      return transactions.map(({ id }) => id)
    },
    { ids: [...thingIds], holder: personId },
  )
}
