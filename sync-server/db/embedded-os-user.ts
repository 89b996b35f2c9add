import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { EmbeddedPostgresError } from './embedded-error.ts'

const exec = promisify(execFile)

/** The operating system's user that Postgres runs as; undefined where that is whoever runs Node. */
export type OsUser = { name: string; uid: number; gid: number } | undefined

const OWN_USER = 'etrax-postgres'
const CANDIDATES = [OWN_USER, 'postgres', '_postgres']

/** Postgres refuses to run as root. */
export function runsAsRoot(): boolean {
  return process.getuid?.() === 0
}

/** For root: a user that is there already, else one made for this; for anybody else: undefined. */
export async function chooseOsUser(): Promise<OsUser> {
  if (!runsAsRoot()) return undefined
  for (const name of CANDIDATES) {
    const found = await lookUp(name)
    if (found) return found
  }
  await createUser()
  const made = await lookUp(OWN_USER)
  if (made) return made
  throw new EmbeddedPostgresError('no-os-user', noUserSentence('it is not there after it was made'))
}

async function lookUp(name: string): Promise<OsUser> {
  try {
    const [uid, gid] = await Promise.all([exec('id', ['-u', name]), exec('id', ['-g', name])])
    return { name, uid: Number(uid.stdout), gid: Number(gid.stdout) }
  } catch {
    return undefined
  }
}

async function createUser(): Promise<void> {
  const home = ['--home-dir', '/nonexistent', '--no-create-home']
  try {
    await exec('useradd', ['--system', '--user-group', ...home, '--shell', '/usr/sbin/nologin', OWN_USER])
  } catch (error) {
    throw new EmbeddedPostgresError('no-os-user', noUserSentence(String(error)))
  }
}

function noUserSentence(why: string): string {
  return `Postgres does not run as root, and the user ${OWN_USER} could not be made (${why}). Make that user, or start as an ordinary user.`
}
