import { isJsonObject } from '../../../../../shared/json.ts'
import { api, download } from '../../../sync/api.ts'
import { ApiError } from '../../../sync/api-error.ts'

/** What an erasure would change, and what stands against it. */
export interface Outlook {
  /** How the person is called; one of them confirms. */
  readonly names: readonly string[]
  readonly users: number
  readonly transactions: number
  readonly reviews: number
  readonly equipment: number
  readonly thingsOut: number
  /** It is the account that is signed in. */
  readonly own: boolean
}

/** @throws ApiError */
export function readOutlook(id: string, signal: AbortSignal): Promise<Outlook> {
  return api(`/privacy/subjects/${id}`, outlookFrom, { signal })
}

/** All that is held on somebody, as an archive. @throws ApiError */
export function savePersonalData(id: string): Promise<Blob> {
  return download(`/privacy/subjects/${id}/export`)
}

/** There is no way back. @throws ApiError `holds-things`, `invalid-value` for another name */
export function erasePerson(id: string, name: string): Promise<void> {
  return api(`/privacy/subjects/${id}/erasure`, () => undefined, { method: 'POST', body: { name } })
}

function outlookFrom(answer: unknown): Outlook {
  if (!isJsonObject(answer) || !Array.isArray(answer.names))
    throw new ApiError('unexpected-answer', 'The answer says nothing of a person.')
  const count = (name: string) => {
    const value = answer[name]
    return typeof value === 'number' ? value : 0
  }
  return {
    names: answer.names.filter((name) => typeof name === 'string'),
    users: count('users'),
    transactions: count('transactions'),
    reviews: count('reviews') + count('ownReviews'),
    equipment: count('equipment'),
    thingsOut: count('thingsOut'),
    own: answer.own === true,
  }
}
