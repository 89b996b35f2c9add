import { schoolCustody } from '../../sync-server/create-school-sync.ts'
import { settleOverdueMoves } from '../../sync-server/custody/overdue-moves.ts'
import { healBrowsers, untilBrowsersQuiet } from './browsers/heal-browsers.ts'
import type { Device } from './device.ts'
import { withDatabases, withSync } from './school.ts'
import { quietTurn } from './sync-turns.ts'
import { letEverybodyIn } from './turnover-moves.ts'
import type { World } from './world.ts'

/** Devices that are all connected are quiet after this many turns, or never. */
const MOST_ROUNDS = 12

/** Everything works again: devices go on by themselves until nothing is unsent. Returns what did not come to rest. */
export async function heal(world: World): Promise<readonly string[]> {
  for (const { transport } of world.devices) transport.partitioned = false
  await letEverybodyIn(world)
  await healBrowsers(world)
  const restless = await untilQuiet(world)
  await settleMoves(world)
  if (world.browsers.length > 0) await stir(world)
  return restless.length > 0 ? restless : untilQuiet(world)
}

async function untilQuiet(world: World): Promise<readonly string[]> {
  for (let round = 1; round <= MOST_ROUNDS; round += 1) {
    const restless = await untilBrowsersQuiet(world)
    let connected = true
    for (const device of world.devices) connected = (await device.sync(quietTurn(world))) && connected
    if (restless.length > 0) return restless
    if (connected && world.devices.every((device) => device.unsentCount() === 0)) {
      // What the last of them sent reaches the others.
      for (const device of world.devices) await device.sync(quietTurn(world))
      return []
    }
  }
  return world.devices.flatMap((device: Device) =>
    device.unsentCount() === 0 ? [] : [`${device.name} still has ${device.unsentCount()} unsent`],
  )
}

/** A commit of the server's own, with which it reads and streams that of another process [T6]. */
async function stir({ admin, school }: World): Promise<void> {
  const path = `/api/v1/users/${school.admin.account.userId}`
  await admin.ask(path, { method: 'PATCH', body: JSON.stringify({ name: 'All is well' }) })
}

/** [S1] What the server does ten minutes later, now. */
function settleMoves({ server, school }: World): Promise<void> {
  return withDatabases(server, ({ app }) =>
    withSync(app, async ({ committer }) => {
      while ((await settleOverdueMoves(app, committer, schoolCustody, school.tenant, 0)) > 0);
    }),
  )
}
