import { EtraxError } from '../../shared/errors.ts'

/** What a revoked device is told wherever it turns up; `userId` where somebody signs in on it, and so has proved who it is. */
export function deviceRevoked(userId?: string): EtraxError {
  return new EtraxError(
    'device-revoked',
    'This device was removed from the account. It hands in what is unsent and forgets the rest.',
    userId === undefined ? {} : { details: { userId } },
  )
}
