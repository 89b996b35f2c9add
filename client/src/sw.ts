/// <reference lib="webworker" />
import { cleanupOutdatedCaches } from 'workbox-precaching'
import { NavigationRoute, registerRoute } from 'workbox-routing'
import { precacheTogether } from './precache.ts'
import { syncInBackground } from './sync/background.ts'
import { BACKGROUND_SYNC_TAG, PERIODIC_SYNC_TAG } from './sync/sync-names.ts'

declare const self: ServiceWorkerGlobalScope

/** Cache of what is not fetched ahead. */
const USED_PARTS = 'etrax-used-parts'

/** An event of the Background Sync and Periodic Background Sync specifications. */
interface SyncEvent extends ExtendableEvent {
  readonly tag: string
}

function isSyncEvent(event: Event): event is SyncEvent {
  return 'tag' in event && 'waitUntil' in event
}

// The app shell is there at once, with or without a network; what the server answers is never kept here.
const precache = precacheTogether(self, self.__WB_MANIFEST)
cleanupOutdatedCaches()
registerRoute(
  new NavigationRoute(precache.createHandlerBoundToURL('/index.html'), {
    denylist: [/^\/api\//, /^\/sync\/v1\//, /^\/health\//, /^\/metrics/],
  }),
)

// Parts of the app that few need are kept from their first use on; their names change with their contents.
registerRoute(
  ({ url, sameOrigin }) => sameOrigin && url.pathname.startsWith('/assets/'),
  async ({ request }) => {
    const kept = await caches.open(USED_PARTS)
    const found = await kept.match(request)
    if (found) return found
    const response = await fetch(request)
    if (response.ok) await kept.put(request, response.clone())
    return response
  },
)

// The first version serves the pages that are open already, so that the first reload works without a network. Later ones
// wait until somebody asks for them or all pages are closed: a scan is never interrupted.
self.addEventListener('activate', (event) =>
  event.waitUntil(Promise.all([self.clients.claim(), caches.delete(USED_PARTS)])),
)
self.addEventListener('message', (event) => {
  if (event.data?.type === 'SKIP_WAITING') void self.skipWaiting()
})

async function anyInSight(): Promise<boolean> {
  const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true })
  return windows.some((page) => page.visibilityState === 'visible')
}

for (const [type, tag] of [
  ['sync', BACKGROUND_SYNC_TAG],
  ['periodicsync', PERIODIC_SYNC_TAG],
] as const) {
  self.addEventListener(type, (event: Event) => {
    if (isSyncEvent(event) && event.tag === tag) event.waitUntil(syncInBackground({ anyInSight }))
  })
}
