import { isJsonObject } from '../../../shared/json.ts'
import { api } from '../sync/api.ts'
import { ApiError } from '../sync/api-error.ts'

/** A place where somebody is signed in. */
export interface SignedInSession {
  readonly id: string
  readonly userAgent: string | undefined
  readonly createdAt: string
  readonly usedAt: string
  /** The one that asks. */
  readonly current: boolean
}

/** The own sessions, or a user's for who manages users; the last used first. @throws ApiError */
export function readSessions(userId?: string): Promise<readonly SignedInSession[]> {
  return api(userId === undefined ? '/auth/sessions' : `/users/${userId}/sessions`, sessionsIn)
}

/** @throws ApiError */
export function endSession(id: string): Promise<void> {
  return api(`/auth/sessions/${id}`, () => undefined, { method: 'DELETE' })
}

/** Every own session but this one; all of a user's where one is named. @throws ApiError */
export function endSessions(userId?: string): Promise<void> {
  const path = userId === undefined ? '/auth/sessions' : `/users/${userId}/sessions`
  return api(path, () => undefined, { method: 'DELETE' })
}

function sessionsIn(answer: unknown): readonly SignedInSession[] {
  if (!isJsonObject(answer) || !Array.isArray(answer.sessions))
    throw new ApiError('unexpected-answer', 'The answer is no list of sessions.')
  return answer.sessions.flatMap((one) => {
    if (!isJsonObject(one)) return []
    const { id, userAgent, createdAt, usedAt, current } = one
    if (typeof id !== 'string' || typeof createdAt !== 'string' || typeof usedAt !== 'string') return []
    return [
      {
        id,
        userAgent: typeof userAgent === 'string' ? userAgent : undefined,
        createdAt,
        usedAt,
        current: current === true,
      },
    ]
  })
}
