import { join } from 'node:path'
import type { Config } from '../../../sync-server/config.ts'
import { askCluster, serveControl } from './control.ts'
import { startMembers } from './members.ts'
import { createPlace } from './place.ts'

type Say = (sentence: string) => void

export interface Cluster {
  /** Replaces each process by a new one, one after the other. @throws Error with the first that did not become ready */
  roll(say: Say): Promise<void>
  /** Ends all processes in order. */
  end(): Promise<void>
}

const socketIn = (dataDir: string) => join(dataDir, 'cluster.sock')

/** Asks the cluster of that data folder for something, and waits until it is done. */
export function askClusterOf(dataDir: string, command: 'roll' | 'status', say: Say): Promise<void> {
  return askCluster(socketIn(dataDir), command, say)
}

/**
 * Starts the processes one after the other, on the configured port and those above it: the first one migrates.
 * @throws Error where one does not become ready; nothing is left running then
 */
export async function runCluster(
  config: Config,
  processes: number,
  say: Say,
  onBegun: (cluster: Cluster) => void,
): Promise<void> {
  requireShared(config, processes)
  const start = startMembers()
  const places = Array.from({ length: processes }, (_, index) => createPlace(config.port + index, start, say))
  let rolled: Promise<unknown> = Promise.resolve()

  function roll(sayToo: Say): Promise<void> {
    // Who asks during a rolling restart may have brought a newer version than that one starts.
    const rolling = rolled.then(async () => {
      for (const place of places) {
        const before = place.pid()
        await place.renew()
        sayToo(`Port ${place.port}: process ${place.pid()} has taken over from ${before ?? 'none'}.`)
      }
    })
    rolled = rolling.catch(() => undefined)
    return rolling
  }

  async function carryOut(command: string, answer: Say) {
    if (command === 'roll') return await roll(answer)
    if (command !== 'status') throw new Error(`The cluster knows no ${command}.`)
    for (const place of places) answer(`Port ${place.port}: process ${place.pid() ?? 'none'}`)
  }

  const stopControl = await serveControl(socketIn(config.dataDir), carryOut)
  const end = async () => {
    stopControl()
    await Promise.all(places.map((place) => place.end()))
  }
  onBegun({ roll, end })
  try {
    for (const place of places) await place.renew()
  } catch (error) {
    await end()
    throw error
  }
  say(`${processes} processes serve. Replace them by npm run cluster -- roll, or SIGHUP to ${process.pid}.`)
}

function requireShared({ database, redisUrl, port, lan }: Config, processes: number): void {
  if (!database) throw new Error('Several processes need one Postgres of their own: set DATABASE_URL.')
  if (!redisUrl && processes > 1)
    throw new Error('Several processes hear of each other through Redis: set REDIS_URL.')
  if (lan) throw new Error('A cluster has a proxy in front of it and no --lan.')
  if (port < 1 || port + processes - 1 > 65_535)
    throw new Error(`There are no ${processes} ports from PORT=${port} on.`)
}
