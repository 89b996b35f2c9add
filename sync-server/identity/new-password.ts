import { EtraxError } from '../../shared/errors.ts'
import type { BreachedPasswords } from './breached-passwords.ts'
import { commonPasswordTest } from './common-passwords.ts'
import { passwordIssue } from './passwords.ts'

/**
 * @param names of the school, the user and the e-mail address
 * @throws EtraxError `invalid-value` that says why a new password cannot be used
 */
export async function requireGoodPassword(
  password: string,
  names: readonly string[],
  breached: BreachedPasswords,
): Promise<void> {
  const issue =
    passwordIssue(password, names, await commonPasswordTest()) ??
    ((await breached.has(password)) ? 'common' : undefined)
  if (issue !== undefined)
    throw new EtraxError('invalid-value', 'This password cannot be used.', {
      details: { errors: [{ field: 'password', code: issue }] },
    })
}
