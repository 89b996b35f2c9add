import type { Database } from '../../db/database.ts'
import { type Account, findAccount } from '../accounts.ts'
import { challengeEnded, type OpenChallenge } from './challenges.ts'

/** Whose challenge it is, as the account stands now. @throws EtraxError `challenge-ended` where it was disabled meanwhile */
export async function challengeAccount(database: Database, challenge: OpenChallenge): Promise<Account> {
  const account =
    challenge.userId === null ? undefined : await findAccount(database, challenge.tenant, challenge.userId)
  if (!account?.active) throw challengeEnded()
  return account
}
