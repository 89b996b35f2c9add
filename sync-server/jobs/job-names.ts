/** Moves whose transaction has not come [S1]. */
export const OVERDUE_MOVES = 'overdue-moves'
/** Partitions of coming periods. */
export const PARTITIONS = 'partitions'
/** Sessions that ended long ago, and keys of requests that are repeated no more. */
export const HOUSEKEEPING = 'housekeeping'

/** What a school keeps no longer. */
export const RETENTION = 'retention'

/** Views of organizations, where schools came or went beside this program. */
export const ANALYTICS = 'analytics'

/** Steps of loans between schools that were broken off. */
export const LOANS = 'loans'

/** Messages that go out; asked for whenever there is one. */
export const MESSAGES = 'messages'

/** Of these one waits or works at any time. */
export const JOB_NAMES = [OVERDUE_MOVES, PARTITIONS, HOUSEKEEPING, RETENTION, ANALYTICS, LOANS] as const
/** Of these any number waits, each at its time. */
export const WOKEN_JOB_NAMES = [MESSAGES] as const
