import { uuidv7 } from '../../shared/ids.ts'
import { SCHEMA_VERSION } from '../../shared/protocol.ts'
import type { TestServer } from '../support/server.ts'
import { createDevice, type Device } from './device.ts'
import { createRandom, type Random } from './random.ts'
import { createWriteJournal, type WriteJournal } from './saved-write.ts'
import { makeSchool, type OracleSchool } from './school.ts'
import { createTransport, type Transport } from './transport.ts'

/** One run's school, devices and records. */
export interface World {
  readonly server: TestServer
  readonly random: Random
  readonly school: OracleSchool
  readonly devices: readonly Device[]
  readonly admin: Transport
  /** Whether a backup is put back in this run. */
  readonly restored: boolean
  readonly journal: WriteJournal
  /** What happened so far, a line a move. */
  readonly script: string[]
  /** A word that nobody wrote before, and that is found within any text. */
  word(): string
  newId(device: Device): string
}

/** The first coach among the members of the school. */
const NOT_UPDATED = 2
const HOURS_OFF = [0, 0, -1, 1, -26, 5, 48]

export async function createWorld(
  server: TestServer,
  { seed, slug, restored }: { readonly seed: number; readonly slug: string; readonly restored: boolean },
): Promise<World> {
  const random = createRandom(seed)
  const school = await makeSchool(server, slug, random)
  const journal = createWriteJournal()
  let words = 0
  const devices = school.members.map(({ account, role }, at) => {
    const name = `${role.slice(0, 1).toLowerCase()}${at + 1}`
    return createDevice({
      name,
      account,
      role,
      hoursOff: random.pick(HOURS_OFF),
      // One coach's device was not updated [L5].
      ...(at === NOT_UPDATED ? { schemaVersion: SCHEMA_VERSION - 1 } : {}),
      url: server.url,
      onSaved: journal.of(name),
    })
  })
  return {
    server,
    restored,
    random,
    school,
    devices,
    admin: createTransport({
      url: server.url,
      account: school.admin.account,
      deviceId: 'admin',
      time: Date.now,
      onServerTime: () => undefined,
    }),
    journal,
    script: [],
    word() {
      words += 1
      return `(w${words})`
    },
    newId: (device) => uuidv7(device.clock.now(), random.bytes(10)),
  }
}
