import type { Role } from '../../../shared/roles.ts'

/** Who writes on this device now. */
export interface Actor {
  readonly userId: string
  readonly role: Role
  readonly personId?: string | undefined
  readonly teamIds: readonly string[]
}

let current: Actor | undefined

/** For the sign-in alone. */
export function setActor(actor: Actor | undefined): void {
  current = actor
}

/** @throws Error where nobody is signed in: no screen that writes is shown then. */
export function actor(): Actor {
  if (!current) throw new Error('Nobody is signed in.')
  return current
}
