/** Names that the pages and the service worker share. */

/** Whoever holds this lock replicates the database [D8]. */
export function syncLockName(databaseName: string): string {
  return `etrax-sync-${databaseName}`
}

/** On this channel whoever replicates the database tells how it goes, every few seconds. */
export function statusChannelName(databaseName: string): string {
  return `etrax-status-${databaseName}`
}

/** The tag of the browser's background sync. */
export const BACKGROUND_SYNC_TAG = 'etrax-push'
/** The tag of the browser's periodic sync, for installed apps. */
export const PERIODIC_SYNC_TAG = 'etrax-sync'
