import type { OracleRun } from './run-oracle.ts'

/** Runs that once failed, each with what was found by it. They go on being run. */
export const failedRuns: readonly (OracleRun & { readonly found: string })[] = [
  {
    seed: 16,
    moves: 300,
    disasters: [],
    found: 'a status set on top of an unsent move was swallowed by that move’s transaction',
  },
  {
    seed: 22,
    moves: 300,
    disasters: [],
    found: 'reading anew in pages after a purge had no end; a note was taken back after a lost answer',
  },
  {
    seed: 24,
    moves: 300,
    disasters: [],
    found: 'a refused transaction was applied when it came again',
  },
  {
    seed: 217,
    moves: 300,
    disasters: [],
    found: 'a thing moved back to available before its creation was answered stayed in maintenance',
  },
]

/** The same, of those that need the server to fail: for `npm run oracle`, since each takes a while. */
export const longFailedRuns: typeof failedRuns = [
  {
    seed: 207,
    moves: 300,
    disasters: ['backup', 'postgres killed', 'restore'],
    found: 'a deletion of what a restore had lost; a thing that stood at an entry which others follow',
  },
  {
    seed: 1001,
    moves: 400,
    disasters: ['server killed', 'postgres killed', 'backup', 'restore'],
    found: 'a condition was missed that its device had stated anew, by the stamp of before the restore',
  },
]

/**
 * The same, of those with real browsers, for `npm run oracle`. What a browser does takes its own time: a seed names the moves, not
 * their moments. What each found has a test of its own, which meets the moment.
 */
export const failedBrowserRuns: typeof failedRuns = [
  {
    seed: 3002,
    moves: 150,
    disasters: ['server killed', 'backup', 'restore'],
    browsers: 2,
    found: 'what the server set on its own never came, since RxDB began a pull before it stored it',
  },
  {
    seed: 3004,
    moves: 150,
    disasters: ['server killed', 'backup', 'restore'],
    browsers: 2,
    found: 'a write was dropped whose document was pulled between its stamp and its commit',
  },
]
