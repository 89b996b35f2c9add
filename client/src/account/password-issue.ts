import { isJsonObject } from '../../../shared/json.ts'
import { ApiError } from '../sync/api-error.ts'

const ISSUES = ['too-short', 'too-long', 'common', 'like-a-name', 'not-text', 'needed'] as const
/** Why a new password cannot be used. */
export type PasswordIssue = (typeof ISSUES)[number]

/** What the server said of one field of a form, where it said something. */
export function fieldIssue(error: unknown, field: string): string | undefined {
  if (!(error instanceof ApiError) || error.code !== 'invalid-value') return undefined
  const { errors } = error.details
  const found = (Array.isArray(errors) ? errors : []).find((one) => isJsonObject(one) && one.field === field)
  return isJsonObject(found) && typeof found.code === 'string' ? found.code : undefined
}

/** The same of a new password. */
export function passwordIssue(error: unknown): PasswordIssue | undefined {
  const code = fieldIssue(error, 'password')
  return ISSUES.find((one) => one === code)
}
