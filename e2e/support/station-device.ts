import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import type { Role } from '../../shared/roles.ts'
import { openDevice } from './browser.ts'
import { type CameraVideo, cameraVideo } from './camera-video.ts'
import { limitDisk } from './disk.ts'
import type { TestServer } from './server.ts'

/** A tablet with a camera at the counter: the built client, signed in, its first sync done. */
export interface StationDevice {
  readonly context: BrowserContext
  readonly video: CameraVideo
  /** The station in a new tab, as it was left. */
  open(): Promise<Page>
  /** The station in a new tab, with nobody chosen, an empty list and the camera off. */
  openFresh(): Promise<Page>
  close(): Promise<void>
}

/** Buzzes are as many as results: what the page asked the motor for, in order. */
declare global {
  interface Window {
    buzzes: (number | number[])[]
  }
}

function listenToMotor(): void {
  window.buzzes = []
  navigator.vibrate = (pattern) => {
    window.buzzes.push(typeof pattern === 'number' ? pattern : [...pattern])
    return true
  }
}

/** Documents of a collection in the page's local database, deleted ones included. */
function storedCount(collection: string): Promise<number> {
  return indexedDB.databases().then(async (all) => {
    const name = all.map((one) => one.name ?? '').find((one) => one.endsWith(`--${collection}`))
    if (!name) return 0
    const opening = indexedDB.open(name)
    await new Promise((resolve, reject) => {
      opening.onsuccess = resolve
      opening.onerror = reject
    })
    const database = opening.result
    const counting = database.objectStoreNames.contains('docs')
      ? database.transaction(['docs']).objectStore('docs').count()
      : undefined
    if (counting)
      await new Promise((resolve) => {
        counting.onsuccess = resolve
      })
    database.close()
    return counting?.result ?? 0
  })
}

/** Until the device holds every thing of the school, by counting on both sides. */
async function firstSync(page: Page, server: TestServer): Promise<void> {
  const things = (await server.rows('northridge', 'equipment', 'not deleted')).length
  while ((await page.evaluate(storedCount, 'equipment')) < things) await page.waitForTimeout(200)
  await page.getByRole('link', { name: /^Confirmed/ }).waitFor()
}

export async function openStation(
  server: TestServer,
  options: {
    readonly role?: Role
    readonly args?: readonly string[]
    /** So little room that its end can be reached (`fillDisk`). */
    readonly littleRoom?: boolean
  } = {},
): Promise<StationDevice> {
  const folder = await mkdtemp(join(tmpdir(), 'etrax-station-'))
  const video = cameraVideo(join(folder, 'camera.y4m'))
  const context = await openDevice(join(folder, 'profile'), {
    permissions: ['background-sync', 'camera'],
    args: [...video.args, ...(options.args ?? [])],
  })
  await context.addInitScript(listenToMotor)
  if (options.littleRoom) await limitDisk(context, server.url().origin)
  const { tenant, email, password } = server.signIn('northridge', options.role ?? 'COACH')

  const heading = (page: Page) => page.getByRole('heading', { name: 'Station' })
  const address = new URL('/station', server.url()).href

  async function open(): Promise<Page> {
    const page = await context.newPage()
    await page.goto(address)
    await heading(page).waitFor()
    return page
  }

  const page = await context.newPage()
  await page.goto(address)
  await page.locator('input[name=school]').fill(tenant)
  await page.locator('input[name=email]').fill(email)
  await page.locator('input[name=password]').fill(password)
  await page.keyboard.press('Enter')
  await heading(page).waitFor()
  await firstSync(page, server)
  await page.evaluate(() => navigator.serviceWorker.ready)
  await page.close()

  return {
    context,
    video,
    open,
    async openFresh() {
      const page = await open()
      // Away from the station first, so that it does not write its list again while it is being taken from it.
      await page.goto(new URL('/settings', server.url()).href)
      await page.evaluate(() => {
        for (const key of Object.keys(localStorage))
          if (/^etrax\.(station|camera)/.test(key)) localStorage.removeItem(key)
      })
      await page.goto(address)
      await heading(page).waitFor()
      return page
    },
    async close() {
      await context.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
