import { chownSync, statSync } from 'node:fs'
import { chmod, chown, mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { OsUser } from './embedded-os-user.ts'

/** Makes a folder that only `user` enters; its parents are made to be passed through by anybody. */
export async function makeFolder(folder: string, user: OsUser): Promise<void> {
  await makePassable(dirname(folder))
  await mkdir(folder, { recursive: true, mode: 0o700 })
  if (user) await chown(folder, user.uid, user.gid)
}

/** Makes a folder that anybody may pass through, whatever the umask; one that is there keeps its mode. */
export async function makePassable(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true })
  if (!first) return
  for (let made = folder; made.length >= first.length; made = dirname(made)) await chmod(made, 0o755)
}

/**
 * Gives a file that root has written to the owner of its folder: a server that an ordinary user runs is not locked
 * out of its own data folder by a start as root in between.
 */
export function giveToOwnerOfFolder(path: string): void {
  if (process.getuid?.() !== 0) return
  const { uid, gid } = statSync(dirname(path))
  chownSync(path, uid, gid)
}
