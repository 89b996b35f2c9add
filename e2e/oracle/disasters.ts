import { setTimeout as delay } from 'node:timers/promises'
import { commotion } from './browsers/browser-moves.ts'
import { type Backup, endPostgresAtOnce, takeBackup } from './server-faults.ts'
import { readClamps } from './stored-school.ts'
import { setDisabled } from './turnover-moves.ts'
import type { World } from './world.ts'

/** What befalls the server itself; each costs seconds, so a run says which it has. */
export const DISASTERS = ['server killed', 'postgres killed', 'backup', 'restore'] as const
export type Disaster = (typeof DISASTERS)[number]

export interface Disasters {
  strike(world: World, disaster: Disaster): Promise<string>
  end(): Promise<void>
}

export function createDisasters(): Disasters {
  let backup: Backup | undefined

  return {
    async strike(world, disaster) {
      const { server, random, school } = world
      if (disaster === 'server killed') {
        const during = commotion(world)
        await delay(random.int(60))
        await server.kill()
        const what = await during
        await server.start()
        return `the server is killed during: ${what}`
      }
      if (disaster === 'postgres killed') {
        const during = commotion(world)
        await delay(random.int(60))
        const ended = endPostgresAtOnce(server)
        const what = await during
        while (livesOn(ended)) await delay(20)
        await answering(server.url())
        return `Postgres is killed during: ${what}`
      }
      if (disaster === 'backup' || !backup) {
        await backup?.remove()
        backup = await takeBackup(server)
        world.backedUp = true
        return 'a backup is taken'
      }
      world.formerClamps.push(await readClamps(world))
      await backup.restore(school.tenant.slug)
      await disableAgain(world)
      return 'the backup is put back'
    },
    async end() {
      await backup?.remove()
      backup = undefined
    },
  }
}

/** Who was disabled since the backup, or let in, is so again: an admin looks after that. */
async function disableAgain(world: World): Promise<void> {
  if (!world.also.includes('turnover')) return
  for (const { account } of world.school.members)
    await setDisabled(world, account.userId, world.disabled.has(account.userId))
}

function livesOn(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

const POSTGRES_IS_BACK_MS = 30_000

async function answering(url: URL) {
  const until = Date.now() + POSTGRES_IS_BACK_MS
  while (Date.now() < until) {
    const ready = await fetch(new URL('/health/ready', url)).catch(() => undefined)
    if (ready?.ok) return
    await delay(50)
  }
  throw new Error('The server does not answer again.')
}
