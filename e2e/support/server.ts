import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { inject } from 'vitest'
import { emptyData, startServerIn, type TestServer } from './server-process.ts'

export type { SignIn, TestServer } from './server-process.ts'

/** A server of a test's own. It begins with a copy of the demo schools, or with nothing where the demo is off. */
export async function startTestServer(
  environment: Readonly<Record<string, string>> = {},
): Promise<TestServer> {
  const seeded = environment.ETRAX_DEMO === '0' ? undefined : inject('seededData')
  return startServerIn(seeded === undefined ? await emptyData() : await copyOf(seeded), environment)
}

/** With its owners: the files of Postgres belong to the user that it runs as. */
async function copyOf(data: string): Promise<string> {
  const copy = await emptyData()
  await promisify(execFile)('cp', ['-a', `${data}/.`, copy])
  return copy
}
