import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { BrowserContext, Page } from 'playwright-core'
import type { AnyDocument } from '../../../shared/collections/definition.ts'
import type { CollectionName } from '../../../shared/registry.ts'
import { openDevice } from '../../support/browser.ts'
import type { Deed } from '../../support/harness-page/deeds.ts'
import type { LocalWrite } from '../../support/harness-page/watched-writes.ts'
import type { NamedDeed } from '../../support/harness-page/witnessed-deeds.ts'
import { startProxy } from '../../support/proxy.ts'
import { freePort } from '../../support/server-process.ts'
import type { Random } from '../random.ts'
import type { DeedJournal } from '../saved-write.ts'
import type { Member } from '../school.ts'
import { type Connection, faultsBy } from './browser-network.ts'

/** What a browser's page says of its own work. */
export interface Standing {
  /** Writes that the server has not answered, as the page counts them and as they lie in its journal. */
  readonly unsent: number
  readonly state: string
  readonly signInNeeded: string | undefined
}

/** A real Chromium with the real client, its local database and its service worker, and somebody signed in. */
export interface BrowserDevice {
  readonly name: string
  readonly member: Member
  readonly connection: Connection
  /** Whether its clock is off, and may be set. */
  readonly isClockOff: boolean
  /** How many tabs there are. */
  tabs(): number
  /** Opens one more tab; needs no network once the first was there. */
  open(): Promise<void>
  /** Closes every tab, as a person does. */
  close(): Promise<void>
  /** A tab dies as by a crash: no handler of it runs. */
  crash(): Promise<void>
  connect(to: Connection): Promise<void>
  /** What the network does by chance while it is online; without: nothing. */
  faulty(on: boolean): void
  stepClock(hours: number): Promise<void>
  signIn(): Promise<void>
  /** Does these in one of its tabs, one after the other; resolves to what the person was told of each. */
  perform(deeds: readonly Deed[]): Promise<readonly string[]>
  /** All that it holds of a collection. */
  held(collection: CollectionName): Promise<readonly AnyDocument[]>
  standing(): Promise<Standing>
  /** What a tab knows of its own sync, for whoever looks for why it does not come to rest. */
  account(): Promise<string>
  /** Documents with writes that the server has not answered. */
  unsentIds(): Promise<readonly string[]>
  /** What its pages called wrong. */
  readonly faults: readonly string[]
  remove(): Promise<void>
}

export interface BrowserOptions {
  readonly name: string
  readonly member: Member
  readonly serverUrl: () => URL
  /** Folder of the built client without screens. */
  readonly client: string
  readonly journal: DeedJournal
  readonly random: Random
  readonly hoursOff: number
}

export async function startBrowserDevice(options: BrowserOptions): Promise<BrowserDevice> {
  const { name, member, journal, random } = options
  const profile = await mkdtemp(join(tmpdir(), 'etrax-oracle-browser-'))
  const proxy = await startProxy({
    folder: options.client,
    target: options.serverUrl,
    port: await freePort(),
  })
  // The worker's clock cannot be set: where the page's is off, the page alone sends.
  const permissions = options.hoursOff === 0 ? ['background-sync'] : []
  const context = await openDevice(profile, { permissions })
  const pages: Page[] = []
  const faults: string[] = []
  const chance = faultsBy(random)
  let connection: Connection = 'online'
  let isFaulty = false
  let deeds = 0

  async function open() {
    const page = await context.newPage()
    page.on('pageerror', (error) => faults.push(`${name}: ${error.stack ?? error.message}`))
    await page.goto(proxy.url)
    await ready(page)
    pages.push(page)
  }

  function tab(): Page {
    const [first] = pages
    if (!first) throw new Error(`${name} has no tab.`)
    return pages.length === 1 ? first : random.pick(pages)
  }

  async function signIn() {
    const one = tab()
    // The others load anew: nothing can be asked of them until then.
    const others = pages.filter((page) => page !== one)
    const anew = Promise.all(others.map((page) => page.waitForEvent('load').catch(() => undefined)))
    await one.evaluate((form) => window.harness.signIn(form), { ...member.account })
    await Promise.race([anew, delay(TABS_KNOW_MS)])
    for (const page of others) await ready(page)
  }

  async function ready(page: Page) {
    await page.waitForFunction(() => window.harness !== undefined && window.harness.session() !== 'restoring')
  }

  function decideFaults() {
    if (connection !== 'online') proxy.fault = () => 'refuse'
    else proxy.fault = isFaulty ? chance : undefined
  }

  await keepRecord(context, journal)
  await context.addInitScript(setClock, options.hoursOff)
  await open()
  await signIn()
  await tab().waitForFunction(() => {
    const { firstSync, collections } = window.harness.status()
    return firstSync === undefined && collections.length > 0
  })

  return {
    name,
    member,
    get connection() {
      return connection
    },
    isClockOff: options.hoursOff !== 0,
    tabs: () => pages.length,
    open,
    async close() {
      for (const page of pages.splice(0)) await page.close()
    },
    async crash() {
      const page = tab()
      pages.splice(pages.indexOf(page), 1)
      await crashed(context, page)
    },
    async connect(to) {
      if ((connection === 'offline') !== (to === 'offline')) await setOffline(context, to === 'offline')
      connection = to
      decideFaults()
    },
    faulty(on) {
      isFaulty = on
      decideFaults()
    },
    async stepClock(hours) {
      for (const page of pages) await page.evaluate(setClock, hours)
    },
    signIn,
    perform(wanted) {
      const named: readonly NamedDeed[] = wanted.map((deed) => {
        deeds += 1
        return { name: `${name}-${deeds}`, deed }
      })
      return tab().evaluate((text) => window.harness.doWitnessed(text), JSON.stringify(named))
    },
    held: (collection) => tab().evaluate((wanted) => window.harness.held(wanted), collection),
    async standing() {
      return tab().evaluate(async () => {
        const { harness } = window
        const { state, unsent } = harness.status()
        const session = harness.session()
        const lying = (await harness.journal()).length + (await harness.side('parked')).length
        return {
          unsent: Math.max(unsent, lying),
          state,
          signInNeeded: typeof session === 'object' ? session.signInNeeded : 'signed out',
        }
      })
    },
    account: () =>
      tab().evaluate(async () => {
        const { harness } = window
        const [journal, parked, state] = await Promise.all([
          harness.journal(),
          harness.side('parked'),
          harness.side('state'),
        ])
        return JSON.stringify({ status: harness.status(), journal, parked, state }).slice(0, 20_000)
      }),
    unsentIds: () => tab().evaluate(async () => (await window.harness.journal()).map(({ id }) => id)),
    faults,
    async remove() {
      await context.close()
      await proxy.close()
      await rm(profile, { recursive: true, force: true })
    },
  }
}

function keepRecord(context: BrowserContext, journal: DeedJournal) {
  return Promise.all([
    context.exposeFunction('writesBegun', (deed: string, writes: readonly LocalWrite[]) =>
      journal.begun(
        deed,
        writes.map((write) => ({
          ...write,
          before: write.before,
          // What a browser had sent is not known outside of it: all that it changed is looked for.
          known: write.before,
          id: write.after.id,
          stamp: write.after.stamp,
        })),
      ),
    ),
    context.exposeFunction('writesUndone', journal.undone),
    context.exposeFunction('deedSaved', journal.saved),
  ])
}

const PAGES_KNOW_MS = 1_000
const TABS_KNOW_MS = 2_000

/** Its pages are told at once; a worker that died with the process of a page never answers that it knows. */
async function setOffline(context: BrowserContext, offline: boolean) {
  const told = context.setOffline(offline).catch(() => undefined)
  await Promise.race([told, delay(PAGES_KNOW_MS)])
}

function setClock(hours: number) {
  const right = Date.now
  Date.now = () => right() + hours * 3_600_000
}

async function crashed(context: BrowserContext, page: Page) {
  const crash = page.waitForEvent('crash')
  const session = await context.newCDPSession(page)
  // The crashed page answers no more.
  void session.send('Page.crash').catch(() => undefined)
  await crash
  await page.close()
}
