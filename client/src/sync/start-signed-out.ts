import { lookForLoss } from './lost-data.ts'
import { goOnHandingIn } from './revoked.ts'
import { showNobody } from './session.ts'
import { signOutOwed } from './sign-out-owed.ts'

/** A start with nobody signed in: says what was lost or handed in, and ends what the last person left to be ended. */
export async function startSignedOut(): Promise<void> {
  lookForLoss()
  showNobody()
  await goOnHandingIn()
  await signOutOwed()
}
