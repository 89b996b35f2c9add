/** Moves whose transaction has not come [S1]. */
export const OVERDUE_MOVES = 'overdue-moves'
/** Partitions of coming periods. */
export const PARTITIONS = 'partitions'
/** Sessions that ended long ago. */
export const ENDED_SESSIONS = 'ended-sessions'

export const JOB_NAMES = [OVERDUE_MOVES, PARTITIONS, ENDED_SESSIONS] as const
