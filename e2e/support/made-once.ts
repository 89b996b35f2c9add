import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { readState } from '../../sync-server/db/embedded-state.ts'
import { buildHarness } from './build-harness.ts'
import { emptyData, startServerIn } from './server-process.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** The data folder of a server that has made the demo schools and has ended; each test's server begins with a copy. */
    seededData: string | undefined
    /** The client without its screens, built. */
    harness: string
  }
}

/** Makes what all files of the browser tests begin with. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const harness = await mkdtemp(join(tmpdir(), 'etrax-harness-'))
  const [seeded] = await Promise.all([seed(), buildHarness(harness)])
  project.provide('seededData', seeded)
  project.provide('harness', harness)
  return async () => {
    for (const folder of [seeded, harness]) if (folder) await rm(folder, { recursive: true, force: true })
  }
}

/** Undefined where Postgres keeps its cluster elsewhere than in the data folder: then each file makes its own schools. */
async function seed(): Promise<string | undefined> {
  const data = await emptyData()
  const server = await startServerIn(data, { ETRAX_DEMO: 'small' })
  await server.stop()
  if (readState(data).keptIn === 'data-folder') return data
  await server.remove()
  return undefined
}
