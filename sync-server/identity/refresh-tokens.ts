import { createHash, randomBytes } from 'node:crypto'
import { isUuid } from '../../shared/ids.ts'

/**
 * A refresh token: which session, a secret that all tokens of the session share, and one that changes at each use. The
 * shared one tells a used token of the family from a made-up one, so that nobody can end a session by guessing.
 */
export interface RefreshToken {
  readonly sessionId: string
  readonly family: string
  readonly secret: string
}

/** 256 bits. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url')
}

export function hashSecret(secret: string): Buffer {
  return createHash('sha256').update(secret).digest()
}

export function formatRefreshToken({ sessionId, family, secret }: RefreshToken): string {
  return `${sessionId}.${family}.${secret}`
}

const secretForm = /^[A-Za-z0-9_-]{43}$/

export function parseRefreshToken(text: string | undefined): RefreshToken | undefined {
  const [sessionId = '', family = '', secret = '', more] = (text ?? '').split('.')
  if (more !== undefined || !isUuid(sessionId) || !secretForm.test(family) || !secretForm.test(secret))
    return undefined
  return { sessionId, family, secret }
}
