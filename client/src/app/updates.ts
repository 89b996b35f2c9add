import { createSignal } from 'solid-js'

const [updateReady, setReady] = createSignal<ServiceWorker>()

const [outdated, setOutdated] = createSignal(false)

/**
 * `updateReady`: the worker of a new version that waits, when there is one. `outdated`: another tab has loaded the new
 * version, and this one still runs the old, whose pages not loaded so far are gone. Reactive.
 */
export { outdated, updateReady }

function watch(registration: ServiceWorkerRegistration): void {
  const consider = (worker: ServiceWorker | null) => {
    // Without a controller this is the first installation, not an update.
    if (worker?.state === 'installed' && navigator.serviceWorker.controller) setReady(worker)
  }
  consider(registration.waiting)
  registration.addEventListener('updatefound', () => {
    const worker = registration.installing
    worker?.addEventListener('statechange', () => consider(worker))
  })
}

/**
 * Registers the service worker and looks for a new version at every return to the page and every hour. Resolves to
 * undefined where there is none (a private window, plain HTTP on another host).
 */
export async function startUpdates(): Promise<ServiceWorkerRegistration | undefined> {
  if (!('serviceWorker' in navigator) || import.meta.env.DEV) return undefined
  // The first worker of all takes over the page that installed it; each one after it is another version.
  let controlled = navigator.serviceWorker.controller !== null
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    setOutdated(controlled)
    controlled = true
  })
  const registration = await navigator.serviceWorker.register('/sw.js', {
    scope: '/',
    updateViaCache: 'none',
  })
  watch(registration)
  // Offline, or the server answers nothing: the version that runs goes on, the next look finds the new one.
  const look = () => registration.update().catch(() => undefined)
  setInterval(look, 3_600_000)
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') look()
  })
  return registration
}

/**
 * Looks for a new version and loads it. Resolves to false where there is none to be had now. Where there is no service
 * worker, every load of the page is the newest version.
 */
export async function loadNewVersion(): Promise<boolean> {
  if (!updateReady()) {
    const registration = await navigator.serviceWorker?.getRegistration()
    if (!registration) {
      window.location.reload()
      return true
    }
    try {
      await registration.update()
    } catch {
      // Offline, or the server has none.
      return false
    }
    const { installing } = registration
    if (installing) await installed(installing)
    if (registration.waiting) setReady(registration.waiting)
  }
  if (!updateReady()) return false
  applyUpdate()
  return true
}

function installed(worker: ServiceWorker): Promise<void> {
  return new Promise((resolve) => {
    worker.addEventListener('statechange', () => {
      if (worker.state !== 'installing') resolve()
    })
  })
}

/** Loads the new version now: the waiting worker takes over and this page loads again. */
export function applyUpdate(): void {
  const worker = updateReady()
  if (!worker) return
  navigator.serviceWorker.addEventListener('controllerchange', () => window.location.reload(), { once: true })
  worker.postMessage({ type: 'SKIP_WAITING' })
}
