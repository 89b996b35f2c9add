import type { Letter } from './letter.ts'

export type Channel = 'mail' | 'sms'

/** Why a message did not go out; shown to admins. */
export type Failure =
  /** The other side will not have it: no such address or number. */
  | 'refused'
  /** It did not answer, or not now. */
  | 'unreachable'
  /** It does not let this server in. */
  | 'credentials'
  /** This way out is not set up any more. */
  | 'off'
  /** It came too late to be of use. */
  | 'expired'
  /** What was kept of it does not open, or is of another version of this program. */
  | 'unreadable'

export type Outcome =
  | { readonly delivered: true }
  | {
      readonly delivered: false
      /** Trying again is of no use. */
      readonly final: boolean
      readonly failure: Failure
      /** The other side's status, digits alone. */
      readonly answer?: string | undefined
    }

export interface Outgoing {
  readonly id: string
  readonly to: string
  readonly language: string
  readonly letter: Letter
}

/** A way out. Resolves whatever happens. */
export type Deliver = (message: Outgoing) => Promise<Outcome>

/** A member of an error, whatever threw it. */
export function memberOf(error: unknown, name: string): unknown {
  return typeof error === 'object' && error !== null && name in error
    ? Object.getOwnPropertyDescriptor(error, name)?.value
    : undefined
}
