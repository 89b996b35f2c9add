import { errors, jwtVerify, SignJWT } from 'jose'
import { EtraxError } from '../../shared/errors.ts'
import { isUuid } from '../../shared/ids.ts'
import { ALGORITHM, type SigningKeys } from './signing-keys.ts'

/** Seconds. */
export const ACCESS_TOKEN_LIFE = 600
const TYPE = 'at+jwt'
const AUDIENCE = 'etrax-api'
/** Seconds by which clocks of two processes may differ. */
const TOLERANCE = 5
const MOST_KEPT = 10_000
const LONGEST_TOKEN = 2_048

export interface AccessClaims {
  readonly userId: string
  readonly sessionId: string
  readonly tenantId: string
  /** Milliseconds since 1970. */
  readonly expiresAt: number
}

export interface AccessTokens {
  sign(claims: Omit<AccessClaims, 'expiresAt'>): Promise<string>
  /** @throws EtraxError `token-expired` or `unauthenticated` */
  verify(token: string): Promise<AccessClaims>
}

/** Short-lived tokens that name a session; what its user may do is never in them. */
export function accessTokens(keys: SigningKeys, issuer: string, now: () => number = Date.now): AccessTokens {
  // A device sends the same token for ten minutes: its signature is checked once.
  const checked = new Map<string, AccessClaims>()

  async function check(token: string): Promise<AccessClaims> {
    const { payload } = await jwtVerify(
      token,
      async ({ kid }) => {
        const key = typeof kid === 'string' && isUuid(kid) ? await keys.find(kid) : undefined
        if (!key) throw new errors.JWKSNoMatchingKey()
        return key
      },
      {
        algorithms: [ALGORITHM],
        typ: TYPE,
        issuer,
        audience: AUDIENCE,
        clockTolerance: TOLERANCE,
        currentDate: new Date(now()),
        requiredClaims: ['exp', 'iat', 'sub', 'sid', 'tid'],
      },
    )
    const { sub, sid, tid, exp } = payload
    if (!isUuid(sub) || !isUuid(sid) || !isUuid(tid) || exp === undefined) throw new errors.JWTInvalid()
    return { userId: sub, sessionId: sid, tenantId: tid, expiresAt: exp * 1000 }
  }

  return {
    async sign({ userId, sessionId, tenantId }) {
      const { kid, key } = await keys.current()
      const issuedAt = Math.floor(now() / 1000)
      return await new SignJWT({ sid: sessionId, tid: tenantId })
        .setProtectedHeader({ alg: ALGORITHM, kid, typ: TYPE })
        .setSubject(userId)
        .setIssuer(issuer)
        .setAudience(AUDIENCE)
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + ACCESS_TOKEN_LIFE)
        .sign(key)
    },
    async verify(token) {
      const kept = checked.get(token)
      if (kept && kept.expiresAt > now()) return kept
      checked.delete(token)
      if (token.length > LONGEST_TOKEN)
        throw new EtraxError('unauthenticated', 'The access token is not valid.')
      try {
        const claims = await check(token)
        if (checked.size >= MOST_KEPT) checked.clear()
        checked.set(token, claims)
        return claims
      } catch (error) {
        if (error instanceof errors.JWTExpired)
          throw new EtraxError('token-expired', 'The access token has expired.', { cause: error })
        if (error instanceof errors.JOSEError)
          throw new EtraxError('unauthenticated', 'The access token is not valid.', { cause: error })
        throw error
      }
    },
  }
}
