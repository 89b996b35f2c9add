import type { BrowserContext, Page } from 'playwright-core'

/** More than a demo school needs, and little enough to be asked for by one transaction. */
const ROOM_BYTES = 32 * 1024 * 1024
/** Of larger values Chromium counts not all. */
const VALUE_BYTES = 32 * 1024

/**
 * Gives an origin so little room that its end can be reached at once: Chromium goes by what it last knew for half a minute, as long as
 * a write fits into it. Before the origin's first page, and for as long as the browser's own first page is open.
 */
export async function limitDisk(context: BrowserContext, origin: string): Promise<void> {
  await setQuota(context.pages()[0] ?? (await context.newPage()), origin, ROOM_BYTES)
}

/** Leaves the page's origin no room. A probe writes more than there was known to be, until it is refused. */
export async function fillDisk(page: Page): Promise<void> {
  await setQuota(firstOf(page), originOf(page), 1)
  await page.evaluate(
    async ({ room, value }) => {
      const opening = indexedDB.open('probe', 1)
      opening.onupgradeneeded = () => opening.result.createObjectStore('probe', { autoIncrement: true })
      await new Promise((resolve) => {
        opening.onsuccess = resolve
      })
      for (let refused = false; !refused; ) {
        const transaction = opening.result.transaction(['probe'], 'readwrite')
        for (let written = 0; written <= room; written += value)
          transaction.objectStore('probe').add('x'.repeat(value))
        refused = await new Promise<boolean>((resolve) => {
          transaction.oncomplete = () => setTimeout(() => resolve(false), 250)
          transaction.onabort = () => resolve(true)
        })
      }
      opening.result.close()
    },
    { room: ROOM_BYTES, value: VALUE_BYTES },
  )
}

/** There is room again. */
export async function freeDisk(page: Page): Promise<void> {
  await setQuota(firstOf(page), originOf(page))
}

async function setQuota(page: Page, origin: string, quotaSize?: number): Promise<void> {
  const session = await page.context().newCDPSession(page)
  await session.send('Storage.overrideQuotaForOrigin', {
    origin,
    ...(quotaSize === undefined ? {} : { quotaSize }),
  })
}

/** A quota lasts as long as the page through which it was set. */
const firstOf = (page: Page) => page.context().pages()[0] ?? page
const originOf = (page: Page) => new URL(page.url()).origin
