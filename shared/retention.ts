/** Days that a kind of record is kept: what the program has it at, and between which bounds a school may choose. */
export interface RetentionRule {
  readonly usual: number
  readonly least: number
  readonly most: number
}

const YEAR = 365

/**
 * - `audit`: who did what
 * - `notifications`: what users were told
 * - `sessions`: sign-ins that have ended, and devices on which nobody signed in since; those of a removed device that has not come
 *   back stay for as long as it may be told by them
 * - `notes`: what was written to an entry of the ledger; the entry stays
 * - `reviews`: settled reviews, with the versions that they hold
 * - `departed`: people and users who are inactive or deleted, and have nothing out
 */
export const RETENTION_RULES = {
  audit: { usual: 7 * YEAR + 2, least: 7 * YEAR, most: 20 * YEAR },
  notifications: { usual: 90, least: 7, most: 2 * YEAR },
  sessions: { usual: 90, least: 1, most: 90 },
  notes: { usual: 3 * YEAR, least: 30, most: 20 * YEAR },
  reviews: { usual: 3 * YEAR, least: 90, most: 20 * YEAR },
  departed: { usual: 2 * YEAR, least: 30, most: 20 * YEAR },
} as const satisfies Record<string, RetentionRule>

export type RetentionKind = keyof typeof RETENTION_RULES

export const RETENTION_KINDS: readonly RetentionKind[] = [
  'departed',
  'notes',
  'reviews',
  'notifications',
  'sessions',
  'audit',
]
