/// <reference lib="webworker" />
import { PrecacheController, PrecacheRoute } from 'workbox-precaching'
import { registerRoute } from 'workbox-routing'

type Entries = Parameters<PrecacheController['addToCacheList']>[0]

/** Fetched and stored at once. One after the other, as Workbox does it, two hundred small files take as many round trips. */
const AT_ONCE = 8

/** Keeps the app's own files, all of them or none, and answers with them whether or not there is a network. */
export function precacheTogether(worker: ServiceWorkerGlobalScope, entries: Entries): PrecacheController {
  const controller = new PrecacheController()
  controller.addToCacheList(entries)
  worker.addEventListener('install', (event) => event.waitUntil(install(controller, event)))
  worker.addEventListener('activate', controller.activate)
  registerRoute(new PrecacheRoute(controller))
  return controller
}

async function install(controller: PrecacheController, event: ExtendableEvent): Promise<void> {
  const waiting = [...controller.getURLsToCacheKeys()].values()
  async function store() {
    for (const [url, cacheKey] of waiting) {
      // A name that does not change with the contents is asked of the server, not of the browser's cache.
      const cache = url === cacheKey ? 'default' : 'reload'
      const request = new Request(url, { cache, credentials: 'same-origin' })
      await Promise.all(controller.strategy.handleAll({ params: { cacheKey }, request, event }))
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, store))
}
