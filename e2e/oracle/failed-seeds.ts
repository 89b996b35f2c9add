import type { OracleRun } from './run-oracle.ts'

/** Runs that once failed, each with what was found by it. They go on being run. */
export const failedRuns: readonly (OracleRun & { readonly found: string })[] = [
  {
    seed: 16,
    moves: 300,
    disasters: [],
    decisions: 'words',
    found: 'a status set on top of an unsent move was swallowed by that move’s transaction',
  },
  {
    seed: 22,
    moves: 300,
    disasters: [],
    decisions: 'words',
    found: 'reading anew in pages after a purge had no end; a note was taken back after a lost answer',
  },
  {
    seed: 24,
    moves: 300,
    disasters: [],
    decisions: 'words',
    found: 'a refused transaction was applied when it came again',
  },
  {
    seed: 217,
    moves: 300,
    disasters: [],
    decisions: 'words',
    found: 'a thing moved back to available before its creation was answered stayed in maintenance',
  },
]

/** The same, for `npm run oracle` alone: those that need the server to fail take a while, and of the others each mend has a test. */
export const longFailedRuns: typeof failedRuns = [
  {
    seed: 207,
    moves: 300,
    disasters: ['backup', 'postgres killed', 'restore'],
    decisions: 'words',
    found: 'a deletion of what a restore had lost; a thing that stood at an entry which others follow',
  },
  {
    seed: 1001,
    moves: 400,
    disasters: ['server killed', 'postgres killed', 'backup', 'restore'],
    decisions: 'words',
    found: 'a condition was missed that its device had stated anew, by the stamp of before the restore',
  },
  {
    seed: 4304,
    moves: 300,
    disasters: [],
    found: 'a deletion by whose role was lowered before it was sent was taken for done, and lost',
  },
  {
    seed: 1110,
    moves: 300,
    disasters: [],
    often: 'delete',
    found: 'a counted thing that was deleted before it was there came back without the counts of its ledger',
  },
  {
    seed: 4611,
    moves: 400,
    disasters: ['backup', 'restore'],
    often: 'decide review',
    found: 'a thing whose move was refused stood at an entry that others followed',
  },
  {
    seed: 502,
    moves: 150,
    disasters: [],
    wide: true,
    also: ['histories'],
    found:
      'a refused entry that others followed was entered behind them by a manager, and followed on itself',
  },
]

/**
 * The same, of those with real browsers, for `npm run oracle`. What a browser does takes its own time: a seed names the moves, not
 * their moments. What each found has a test of its own, which meets the moment.
 */
export const failedBrowserRuns: typeof failedRuns = [
  {
    seed: 3001,
    moves: 150,
    disasters: ['server killed', 'backup', 'restore'],
    decisions: 'words',
    browsers: 2,
    found:
      'a push that was refused in another history held back the pull by which its device would have learned of that',
  },
  {
    seed: 3002,
    moves: 150,
    disasters: ['server killed', 'backup', 'restore'],
    decisions: 'words',
    browsers: 2,
    found: 'what the server set on its own never came, since RxDB began a pull before it stored it',
  },
  {
    seed: 3004,
    moves: 150,
    disasters: ['server killed', 'backup', 'restore'],
    decisions: 'words',
    browsers: 2,
    found: 'a write was dropped whose document was pulled between its stamp and its commit',
  },
  {
    seed: 3007,
    moves: 130,
    disasters: ['backup', 'postgres killed', 'restore'],
    browsers: 2,
    found: 'a word in brackets that was typed before another one came apart in a merge',
  },
  {
    seed: 3027,
    moves: 130,
    disasters: ['backup', 'postgres killed', 'restore'],
    browsers: 2,
    found:
      'the answer to a write never came whose document was written once more while its push was on its way',
  },
]
