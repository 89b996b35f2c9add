/** Moves whose transaction has not come [S1]. */
export const OVERDUE_MOVES = 'overdue-moves'
/** Partitions of coming periods. */
export const PARTITIONS = 'partitions'
/** Sessions that ended long ago, and keys of requests that are repeated no more. */
export const HOUSEKEEPING = 'housekeeping'

export const JOB_NAMES = [OVERDUE_MOVES, PARTITIONS, HOUSEKEEPING] as const
