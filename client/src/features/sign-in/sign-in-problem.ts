import { StorageError } from '../../db/storage-error.ts'
import { ApiError } from '../../sync/api-error.ts'

/** Why somebody could not be signed in, as the page says it. */
export interface SignInProblem {
  readonly kind:
    | 'invalid-credentials'
    | 'too-many-requests'
    | 'offline'
    | 'account-disabled'
    | 'device-revoked'
    | 'not-found'
    | 'unavailable'
    | 'schema-too-old'
    | 'storage'
    | 'unexpected'
  readonly code: string
  /** Until when trying again is of no use, ms since 1970. */
  readonly until?: number
}

const SAID = [
  'invalid-credentials',
  'too-many-requests',
  'offline',
  'account-disabled',
  'device-revoked',
  'not-found',
  'schema-too-old',
] as const
/** Where the server names no time. */
const DEFAULT_WAIT_S = 30

export function signInProblem(error: unknown, now: number): SignInProblem {
  if (error instanceof StorageError) return { kind: 'storage', code: error.code }
  if (!(error instanceof ApiError)) return { kind: 'unexpected', code: 'unexpected' }
  const { code, status, retryAfter } = error
  if (status === 503 || status === 502 || status === 504) return { kind: 'unavailable', code }
  const kind = SAID.find((one) => one === code) ?? 'unexpected'
  if (kind !== 'too-many-requests') return { kind, code }
  return { kind, code, until: now + (retryAfter ?? DEFAULT_WAIT_S) * 1_000 }
}

/** `0:42`, `12:05`: what is left until then. */
export function timeLeft(until: number, now: number): string {
  const seconds = Math.max(0, Math.ceil((until - now) / 1_000))
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
