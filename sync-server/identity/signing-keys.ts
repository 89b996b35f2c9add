import { randomUUID } from 'node:crypto'
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { exportJWK, generateKeyPair, importJWK, type JWK } from 'jose'
import { isUuid } from '../../shared/ids.ts'
import type { Database } from '../db/database.ts'

export const ALGORITHM = 'EdDSA'
type Key = Awaited<ReturnType<typeof importJWK>>

const DAY_MS = 24 * 60 * 60 * 1000
const SIGNS_MS = 30 * DAY_MS
/** A new key is there this long before the old one ends, and the old one is accepted this long after. */
const OVERLAP_MS = DAY_MS
/** Key ids that nobody knows have all keys read, no more often than this however many of them are made up. */
const PAUSE_MS = 200

export interface SigningKeys {
  /** The key that signs now. */
  current(): Promise<{ readonly kid: string; readonly key: Key }>
  /** The public key of that id, from the server's own set; undefined where there is none. */
  find(kid: string): Promise<Key | undefined>
}

interface OwnKey {
  readonly kid: string
  readonly createdAt: number
  readonly privateJwk: JWK
  readonly publicJwk: JWK
}

/**
 * Keys for access tokens. A private key never leaves the data folder of the process that made it; the public halves are in
 * Postgres, so that every process accepts what any of them has signed.
 */
export function signingKeys(database: Database, dataDir: string, now: () => number = Date.now): SigningKeys {
  const folder = join(dataDir, 'keys')
  const known = new Map<string, { key: Key; until: number }>()
  let loading: Promise<void> | undefined
  let loadedAt = Number.NEGATIVE_INFINITY
  let own: Promise<{ kid: string; key: Key; until: number }> | undefined

  async function load() {
    const rows = await database<{ kid: string; jwk: JWK; until: string }[]>`
      SELECT kid, public_jwk AS jwk, expires_at AS until FROM etrax_system.signing_keys WHERE expires_at > now()`
    const keys = await Promise.all(
      rows.map(async ({ kid, jwk, until }) => {
        const key = await importJWK(jwk, ALGORITHM)
        return [kid, { key, until: Date.parse(until) }] as const
      }),
    )
    for (const [kid, key] of keys) known.set(kid, key)
  }

  /** Reads all keys after now: whoever asks while it waits is answered by the same reading. */
  function loadSoon(): Promise<void> {
    loading ??= sleep(Math.max(0, loadedAt + PAUSE_MS - performance.now())).then(() => {
      loading = undefined
      loadedAt = performance.now()
      return load()
    })
    return loading
  }

  async function makeOwn() {
    const kept = readKeys(folder).find(({ createdAt }) => createdAt + SIGNS_MS - OVERLAP_MS > now())
    const chosen = kept ?? (await writeKey(folder, now()))
    const until = new Date(chosen.createdAt + SIGNS_MS + OVERLAP_MS)
    await database`
      INSERT INTO etrax_system.signing_keys (kid, algorithm, public_jwk, expires_at)
      VALUES (${chosen.kid}, ${ALGORITHM}, ${database.json({ ...chosen.publicJwk })}, ${until})
      ON CONFLICT (kid) DO NOTHING`
    // Known at once: whoever guesses key ids keeps nobody waiting for the next look into Postgres.
    known.set(chosen.kid, { key: await importJWK(chosen.publicJwk, ALGORITHM), until: until.getTime() })
    await database`DELETE FROM etrax_system.signing_keys WHERE expires_at < now() - interval '30 days'`
    return {
      kid: chosen.kid,
      key: await importJWK(chosen.privateJwk, ALGORITHM),
      until: chosen.createdAt + SIGNS_MS - OVERLAP_MS,
    }
  }

  return {
    async current() {
      const ready = await own?.catch(() => undefined)
      if (ready && ready.until > now()) return ready
      own = makeOwn()
      return own
    },
    async find(kid) {
      const entry = known.get(kid)
      if (entry) return entry.until > now() ? entry.key : undefined
      if (!isUuid(kid)) return undefined
      // Another process may have made it.
      await loadSoon()
      return known.get(kid)?.key
    },
  }
}

function readKeys(folder: string): OwnKey[] {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  return readdirSync(folder)
    .filter((file) => /^signing-[0-9a-f-]{36}\.json$/.test(file))
    .map((file): OwnKey => JSON.parse(readFileSync(join(folder, file), 'utf8')))
    .sort((a, b) => b.createdAt - a.createdAt)
}

async function writeKey(folder: string, createdAt: number): Promise<OwnKey> {
  const pair = await generateKeyPair(ALGORITHM, { crv: 'Ed25519', extractable: true })
  const key: OwnKey = {
    kid: randomUUID(),
    createdAt,
    privateJwk: await exportJWK(pair.privateKey),
    publicJwk: await exportJWK(pair.publicKey),
  }
  const path = join(folder, `signing-${key.kid}.json`)
  writeFileSync(path, JSON.stringify(key), { mode: 0o600, flag: 'wx', flush: true })
  chmodSync(folder, 0o700)
  return key
}
