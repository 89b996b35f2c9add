import type { OracleRun } from './run-oracle.ts'

/** Runs that once failed, each with what it found. They go on being run. */
export const failedRuns: readonly (OracleRun & { readonly found: string })[] = []
