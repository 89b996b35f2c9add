import { EtraxError } from '../../../shared/errors.ts'
import { isUuid, uuidv7 } from '../../../shared/ids.ts'
import type { Database } from '../../db/database.ts'
import type { TenantDirectory } from '../../tenancy/tenants.ts'
import { type Tenant, type TenantTransaction, withTenant } from '../../tenancy/with-tenant.ts'
import { hashSecret, newSecret } from '../refresh-tokens.ts'

/**
 * `second-factor`: the password was right. `set-up`: the same, of an account that needs a factor and has none. `passkey`: a
 * sign-in by a passkey alone. `enrolment`: somebody who is signed in adds a factor. `step-up`: proves it once more.
 */
export type ChallengePurpose = 'second-factor' | 'set-up' | 'passkey' | 'enrolment' | 'step-up'

export const CHALLENGE_LIFE_MS = 10 * 60_000
/** Wrong answers that end a challenge. */
export const MOST_TRIES = 5

export interface NewChallenge {
  /** Where it was needed before. */
  readonly id?: string
  readonly purpose: ChallengePurpose
  readonly userId: string | undefined
  readonly deviceId: string | undefined
  /** What a passkey is to sign. */
  readonly toSign?: string
  /** What is to be confirmed. */
  readonly sealed?: string
}

export interface Challenge {
  readonly id: string
  readonly purpose: ChallengePurpose
  readonly userId: string | null
  readonly toSign: string | null
  readonly sealed: string | null
  /** By which way a code for it was sent, the last time. */
  readonly codeBy: string | null
}

export interface OpenChallenge extends Challenge {
  readonly tenant: Tenant
  /** What the client showed; the database has its hash alone. */
  readonly secret: string
}

export interface SentCode {
  readonly by: string
  readonly hash: Buffer
}

/** Who answers, and what may be answered here. */
export interface Answerer {
  readonly purposes: readonly ChallengePurpose[]
  readonly deviceId: string | undefined
  /** Where somebody is signed in: nobody else's challenge. */
  readonly userId?: string
}

export interface Challenges {
  /** Resolves to what the client shows to go on with it. */
  begin(tenant: Tenant, wanted: NewChallenge): Promise<string>
  /** @throws EtraxError `challenge-ended` */
  open(token: string, answerer: Answerer): Promise<OpenChallenge>
  /** The same for an answer, of which there are few: it counts before it is looked at. What was to be signed is taken away. */
  answer(token: string, answerer: Answerer): Promise<OpenChallenge>
  setToSign(challenge: OpenChallenge, toSign: string): Promise<void>
  /** A code that was sent is void then: what is to be confirmed is another thing. */
  setSealed(challenge: OpenChallenge, sealed: string): Promise<void>
  /**
   * Puts a code in the place of the one before, and what it is to confirm. The challenge lives as long as the code. False after
   * so many of them. @throws EtraxError `challenge-ended`
   */
  setCode(
    challenge: OpenChallenge,
    code: SentCode & { readonly until: Date; readonly sealed: string | undefined },
    most: number,
  ): Promise<boolean>
  /** Uses a code up. False where it is another one, or too late, or was used. */
  takeCode(challenge: OpenChallenge, code: SentCode): Promise<boolean>
  /** @throws EtraxError `challenge-ended` where somebody was faster */
  end(challenge: OpenChallenge): Promise<void>
}

const COLUMNS = `id, purpose, user_id AS "userId", to_sign AS "toSign", sealed, code_by AS "codeBy"`

export function challengeStore(
  database: Database,
  tenants: TenantDirectory,
  now: () => number = Date.now,
): Challenges {
  async function find(
    token: string,
    answerer: Answerer,
    read: (tx: TenantTransaction, conditions: Conditions) => Promise<readonly Challenge[]>,
  ): Promise<OpenChallenge> {
    const [slug = '', id = '', secret = '', more] = token.split('.')
    const tenant = more === undefined && isUuid(id) ? await tenants.bySlug(slug) : undefined
    if (!tenant) throw challengeEnded()
    const conditions = {
      id,
      secret: hashSecret(secret),
      purposes: answerer.purposes,
      deviceId: answerer.deviceId ?? null,
      at: new Date(now()),
    }
    const [challenge] = await withTenant(database, tenant, (tx) => read(tx, conditions))
    if (!challenge || (answerer.userId !== undefined && answerer.userId !== challenge.userId))
      throw challengeEnded()
    return { ...challenge, tenant, secret }
  }

  return {
    async begin(tenant, { id = uuidv7(now()), purpose, userId, deviceId, toSign, sealed }) {
      const secret = newSecret()
      await withTenant(
        database,
        tenant,
        (tx) => tx`
          INSERT INTO challenges (id, secret_hash, purpose, user_id, device_id, to_sign, sealed, expires_at)
          VALUES (${id}, ${hashSecret(secret)}, ${purpose}, ${userId ?? null}, ${deviceId ?? null}, ${toSign ?? null},
            ${sealed ?? null}, ${new Date(now() + CHALLENGE_LIFE_MS)})`,
      )
      return `${tenant.slug}.${id}.${secret}`
    },
    open: (token, answerer) =>
      find(
        token,
        answerer,
        (tx, { id, secret, purposes, deviceId, at }) => tx<Challenge[]>`
          SELECT ${tx.unsafe(COLUMNS)} FROM challenges
          WHERE id = ${id} AND secret_hash = ${secret} AND purpose IN ${tx([...purposes])}
            AND device_id IS NOT DISTINCT FROM ${deviceId} AND tries < ${MOST_TRIES} AND ended_at IS NULL
            AND expires_at > ${at}`,
      ),
    answer: (token, answerer) =>
      find(
        token,
        answerer,
        (tx, { id, secret, purposes, deviceId, at }) => tx<Challenge[]>`
          WITH before AS (
            SELECT ${tx.unsafe(COLUMNS)} FROM challenges
            WHERE id = ${id} AND secret_hash = ${secret} AND purpose IN ${tx([...purposes])}
              AND device_id IS NOT DISTINCT FROM ${deviceId} AND tries < ${MOST_TRIES} AND ended_at IS NULL
              AND expires_at > ${at}
            FOR UPDATE
          ), counted AS (
            UPDATE challenges SET tries = tries + 1, to_sign = NULL WHERE id IN (SELECT id FROM before)
          )
          SELECT * FROM before`,
      ),
    async setToSign({ tenant, id }, toSign) {
      await withTenant(
        database,
        tenant,
        (tx) => tx`UPDATE challenges SET to_sign = ${toSign} WHERE id = ${id}`,
      )
    },
    async setSealed({ tenant, id }, sealed) {
      await withTenant(
        database,
        tenant,
        (tx) => tx`
          UPDATE challenges SET sealed = ${sealed}, code_hash = NULL, code_by = NULL, code_until = NULL WHERE id = ${id}`,
      )
    },
    async setCode({ tenant, id }, { by, hash, until, sealed }, most) {
      const at = new Date(now())
      const [row] = await withTenant(
        database,
        tenant,
        (tx) => tx<{ fresh: boolean }[]>`
          WITH open AS (
            SELECT id, codes_sent < ${most} AS fresh FROM challenges
            WHERE id = ${id} AND ended_at IS NULL AND expires_at > ${at} FOR UPDATE
          ), changed AS (
            UPDATE challenges SET code_hash = ${hash}, code_by = ${by}, code_until = ${until}, sealed = ${sealed ?? null},
              codes_sent = codes_sent + 1, expires_at = greatest(expires_at, ${until})
            WHERE id IN (SELECT id FROM open WHERE fresh)
          )
          SELECT fresh FROM open`,
      )
      if (!row) throw challengeEnded()
      return row.fresh
    },
    async takeCode({ tenant, id, sealed }, { by, hash }) {
      const taken = await withTenant(
        database,
        tenant,
        (tx) => tx`
          UPDATE challenges SET code_hash = NULL
          WHERE id = ${id} AND code_hash = ${hash} AND code_by = ${by} AND code_until > ${new Date(now())}
            AND sealed IS NOT DISTINCT FROM ${sealed} AND ended_at IS NULL`,
      )
      return taken.count === 1
    },
    async end({ tenant, id }) {
      const ended = await withTenant(
        database,
        tenant,
        (tx) => tx`UPDATE challenges SET ended_at = ${new Date(now())} WHERE id = ${id} AND ended_at IS NULL`,
      )
      if (ended.count === 0) throw challengeEnded()
    },
  }
}

interface Conditions {
  readonly id: string
  readonly secret: Buffer
  readonly purposes: readonly ChallengePurpose[]
  readonly deviceId: string | null
  readonly at: Date
}

export function challengeEnded(): EtraxError {
  return new EtraxError('challenge-ended', 'This took too long, or was tried too often. Begin anew.')
}

/** Takes away what nobody can answer any more. */
export async function forgetOldChallenges(database: Database, tenant: Tenant): Promise<void> {
  await withTenant(
    database,
    tenant,
    (tx) => tx`DELETE FROM challenges WHERE expires_at < now() - interval '1 day'`,
  )
}
