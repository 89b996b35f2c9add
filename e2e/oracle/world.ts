import { uuidv7 } from '../../shared/ids.ts'
import { SCHEMA_VERSION } from '../../shared/protocol.ts'
import type { TestServer } from '../support/server.ts'
import type { Also } from './also.ts'
import { type BrowserDevice, startBrowserDevice } from './browsers/browser-device.ts'
import type { Decisions } from './choose-decision.ts'
import { createDevice, type Device } from './device.ts'
import { createRandom, type Random } from './random.ts'
import type { SavedFile } from './saved-file.ts'
import { createWriteJournal, type WriteJournal } from './saved-write.ts'
import { makeSchool, type OracleSchool } from './school.ts'
import { createSeats, type Seats } from './seats.ts'
import { createTransport, type Transport } from './transport.ts'

/** One run's school, devices and records. */
export interface World {
  readonly server: TestServer
  readonly random: Random
  readonly school: OracleSchool
  /** On which somebody is signed in, or was until an answer said otherwise. */
  readonly devices: readonly Device[]
  /** Where they are, and what else lies there. */
  readonly seats: Seats
  /** The ids of the accounts that are disabled. */
  readonly disabled: Set<string>
  /** What people took along who signed out. */
  readonly files: SavedFile[]
  /** Real browsers with the real client, beside the simulated devices. */
  readonly browsers: readonly BrowserDevice[]
  readonly admin: Transport
  /** Whether a backup is put back in this run. */
  readonly restored: boolean
  /** Whether one was taken already. */
  backedUp: boolean
  /** What managers decide on reviews. */
  readonly decisions: Decisions
  /** What people do more than anything else, by the operation's name. */
  readonly often: string | undefined
  /** Whether people do what they do more seldom, too. */
  readonly wide: boolean
  /** What else there is in the run. */
  readonly also: readonly Also[]
  /** How stamps from ahead were stored in each history that a restore ended. */
  readonly formerClamps: ReadonlyMap<string, string>[]
  readonly journal: WriteJournal
  /** What happened so far, a line a move. */
  readonly script: string[]
  /** What did not add up on the way. */
  readonly found: string[]
  /** A word that nobody wrote before, and that is found within any text. */
  word(): string
  newId(device: Device): string
  /** Ends what lives outside of this process. */
  close(): Promise<void>
}

export interface WorldOptions {
  readonly seed: number
  readonly slug: string
  readonly restored: boolean
  readonly decisions: Decisions
  readonly often: string | undefined
  readonly wide: boolean
  readonly also: readonly Also[]
  readonly browsers: number
  /** Folder of the built client without screens; needed where there are browsers. */
  readonly client: string | undefined
}

/** The first coach among the members of the school. */
const NOT_UPDATED = 2
const HOURS_OFF = [0, 0, -1, 1, -26, 5, 48]

export async function createWorld(server: TestServer, options: WorldOptions): Promise<World> {
  const { seed, slug, restored, decisions, often, wide, also } = options
  const random = createRandom(seed)
  const school = await makeSchool(server, { slug, random, browsers: options.browsers })
  const journal = createWriteJournal()
  let words = 0
  const disabled = new Set<string>()
  const hoursOff: number[] = []
  const seats = createSeats(
    school.members,
    ({ role }, seat) => `${role.slice(0, 1).toLowerCase()}${seat + 1}`,
    (seat, { account, role }, name) => {
      const off = hoursOff[seat] ?? random.pick(HOURS_OFF)
      hoursOff[seat] = off
      return createDevice({
        name,
        account,
        role,
        hoursOff: off,
        // One coach's device was not updated [L5].
        ...(seat === NOT_UPDATED ? { schemaVersion: SCHEMA_VERSION - 1 } : {}),
        url: server.url,
        isDisabled: () => disabled.has(account.userId),
        onSaved: journal.of(name),
      })
    },
  )
  const browsers = await startBrowsers(server, options, school, journal)
  return {
    server,
    restored,
    backedUp: false,
    decisions,
    often,
    wide,
    also,
    formerClamps: [],
    random,
    school,
    devices: seats.devices,
    seats,
    disabled,
    files: [],
    browsers,
    admin: createTransport({
      url: server.url,
      account: school.admin.account,
      deviceId: 'admin',
      time: Date.now,
      onServerTime: () => undefined,
    }),
    journal,
    script: [],
    found: [],
    word() {
      words += 1
      return `(w${words})`
    },
    newId: (device) => uuidv7(device.clock.now(), random.bytes(10)),
    async close() {
      await Promise.all(browsers.map((browser) => browser.remove()))
    },
  }
}

/** Where it is none, its worker sends when it has no tab [D4]. */
const BROWSER_HOURS_OFF = [0, -3, 0, 26]

function startBrowsers(
  server: TestServer,
  { seed, client }: WorldOptions,
  { browserMembers }: OracleSchool,
  journal: WriteJournal,
): Promise<readonly BrowserDevice[]> {
  return Promise.all(
    browserMembers.map((member, at) => {
      if (client === undefined) throw new Error('There is no client for browsers.')
      const name = `b${at + 1}`
      return startBrowserDevice({
        name,
        member,
        client,
        serverUrl: server.url,
        journal: journal.deedsOf(name),
        // A request's fate is not drawn from the run's own numbers: nobody knows in which order requests come.
        random: createRandom(seed * 1_000 + at),
        hoursOff: BROWSER_HOURS_OFF[at % BROWSER_HOURS_OFF.length] ?? 0,
      })
    }),
  )
}
