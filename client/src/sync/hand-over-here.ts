import { handOverWhatCan } from './hand-over.ts'
import { currentAccess, currentWorkplace } from './session.ts'

/** Hands over what disabled accounts left on this device, as the person who is signed in. Resolves in any case. */
export async function handOverHere(): Promise<void> {
  const access = currentAccess()
  const workplace = currentWorkplace()
  if (access && workplace) await handOverWhatCan(access, workplace.database)
}
