import { type Accessor, createContext, useContext } from 'solid-js'
import type { Role } from '../../../shared/roles.ts'

/** Who is signed in on this device, as the shell shows it. */
export type ShellSession = {
  readonly userName: string
  readonly role: Role
  readonly schoolName: string
  /** `#rrggbb`; the theme corrects it for contrast. */
  readonly schoolColour?: string | undefined
  /** IANA name; the device's own zone while it is not known. */
  readonly timeZone?: string | undefined
}

/** `loading`: nothing waits, but the school is not all on this device yet. */
export type SyncState = 'saved' | 'sending' | 'confirmed' | 'attention' | 'loading'

/** What the one indicator shows [D3]. */
export type SyncSummary = {
  readonly state: SyncState
  /** Writes of this device that the server has not confirmed, or that need attention. */
  readonly count: number
  /** Corrected time in ms of the oldest of them. */
  readonly oldestAt?: number | undefined
  /** Corrected time in ms of the last answer of the server. */
  readonly lastContactAt?: number | undefined
  readonly offline: boolean
}

/**
 * What the shell needs from the rest of the client. main.tsx makes it of the real session and sync; the shell itself
 * imports neither.
 */
export type ShellServices = {
  /** `restoring` while the kept session is being read: nothing is shown yet, and nobody is sent to sign in. */
  readonly session: Accessor<ShellSession | 'restoring' | undefined>
  readonly sync: Accessor<SyncSummary>
  /** Ms since 1970, on the base of the summary's times. */
  readonly correctedNow: () => number
  /** Open reviews, for the count beside the menu entry; 0 shows nothing. */
  readonly openReviews: Accessor<number>
}

const ServicesContext = createContext<ShellServices>()
export const ServicesProvider = ServicesContext.Provider

export function useServices(): ShellServices {
  const services = useContext(ServicesContext)
  if (!services) throw new Error('The shell is rendered outside of ServicesProvider.')
  return services
}

/** The signed-in person, or undefined; for what shows or hides by role. */
export function useSession(): Accessor<ShellSession | undefined> {
  const { session } = useServices()
  return () => {
    const value = session()
    return value === 'restoring' ? undefined : value
  }
}
