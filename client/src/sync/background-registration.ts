import { BACKGROUND_SYNC_TAG, PERIODIC_SYNC_TAG } from './sync-names.ts'

const PERIOD_MS = 60 * 60_000

/**
 * Asks the browser to sync when the network is back, also with every page closed [D4]. A browser without it, or one that
 * refuses, syncs when a page is open.
 */
export async function registerBackgroundSync(): Promise<void> {
  await register('sync', (manager) => call(manager, BACKGROUND_SYNC_TAG))
}

/** Asks the browser to sync now and then; browsers grant it to installed apps. */
export async function registerPeriodicSync(): Promise<void> {
  await register('periodicSync', (manager) => call(manager, PERIODIC_SYNC_TAG, { minInterval: PERIOD_MS }))
}

async function register(property: string, use: (manager: object) => Promise<void>): Promise<void> {
  if (!('serviceWorker' in navigator)) return
  try {
    const registration = await navigator.serviceWorker.getRegistration()
    const manager: unknown = registration && Reflect.get(registration, property)
    if (typeof manager === 'object' && manager !== null) await use(manager)
  } catch {
    // Refused by a setting or in a private window.
  }
}

async function call(manager: object, ...options: readonly unknown[]): Promise<void> {
  const method: unknown = Reflect.get(manager, 'register')
  if (typeof method === 'function') await Reflect.apply(method, manager, options)
}
