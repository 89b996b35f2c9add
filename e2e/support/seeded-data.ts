import { rm } from 'node:fs/promises'
import type { TestProject } from 'vitest/node'
import { readState } from '../../sync-server/db/embedded-state.ts'
import { emptyData, startServerIn } from './server-process.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** The data folder of a server that has made the demo schools and has ended; each test's server begins with a copy. */
    seededData: string | undefined
  }
}

/** Makes the demo schools once for all files. Where Postgres keeps its cluster elsewhere, each file makes its own. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const data = await emptyData()
  const server = await startServerIn(data)
  await server.stop()
  const copyable = readState(data).keptIn === 'data-folder'
  project.provide('seededData', copyable ? data : undefined)
  if (!copyable) await server.remove()
  return () => rm(data, { recursive: true, force: true })
}
