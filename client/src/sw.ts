/// <reference lib="webworker" />
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from 'workbox-precaching'
import { NavigationRoute, registerRoute } from 'workbox-routing'
import { syncInBackground } from './sync/background.ts'
import { BACKGROUND_SYNC_TAG, PERIODIC_SYNC_TAG } from './sync/sync-names.ts'

declare const self: ServiceWorkerGlobalScope

/** An event of the Background Sync and Periodic Background Sync specifications. */
interface SyncEvent extends ExtendableEvent {
  readonly tag: string
}

function isSyncEvent(event: Event): event is SyncEvent {
  return 'tag' in event && 'waitUntil' in event
}

// The app shell is there at once, with or without a network; what the server answers is never kept here.
precacheAndRoute(self.__WB_MANIFEST)
cleanupOutdatedCaches()
registerRoute(
  new NavigationRoute(createHandlerBoundToURL('/index.html'), {
    denylist: [/^\/api\//, /^\/sync\/v1\//, /^\/health\//, /^\/metrics/],
  }),
)

// The first version serves the pages that are open already, so that the first reload works without a network. Later ones
// wait until somebody asks for them or all pages are closed: a scan is never interrupted.
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))
self.addEventListener('message', (event) => {
  if (event.data?.type === 'SKIP_WAITING') void self.skipWaiting()
})

for (const [type, tag] of [
  ['sync', BACKGROUND_SYNC_TAG],
  ['periodicsync', PERIODIC_SYNC_TAG],
] as const) {
  self.addEventListener(type, (event: Event) => {
    if (isSyncEvent(event) && event.tag === tag) event.waitUntil(syncInBackground())
  })
}
