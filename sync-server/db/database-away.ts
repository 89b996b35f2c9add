/** What postgres.js and Node say when a connection cannot be had or was lost. */
const CONNECTION_CODES = new Set([
  'CONNECTION_CLOSED',
  'CONNECTION_ENDED',
  'CONNECTION_DESTROYED',
  'CONNECT_TIMEOUT',
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
  'EAI_AGAIN',
  'EHOSTUNREACH',
])

/**
 * SQLSTATEs that say nothing about the statement: connection exceptions (08), too many connections or out of resources (53),
 * shutdown, crash and start of the server (57P0x), I/O errors (58), a read-only standby (25006).
 */
const AWAY_STATES = /^(08...|53...|57P0[1-5]|58...|25006)$/

/** Whether an error means that the database cannot be used now, and the same work may succeed later. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return false
  return CONNECTION_CODES.has(error.code) || AWAY_STATES.test(error.code)
}
