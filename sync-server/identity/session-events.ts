/** Ended for one session, or for all of a user's. */
export interface SessionEnded {
  readonly tenantId: string
  readonly sessionId?: string | undefined
  readonly userId?: string | undefined
  /** The session that took its place: the person is still there. */
  readonly replacedBy?: string | undefined
}

/** A user's role, person, teams or name changed. */
export interface AccountChanged {
  readonly tenantId: string
  readonly userId: string
}

/**
 * Told at once in this process. Other processes are told through Redis, or find out when they next look, within seconds.
 */
export interface SessionEvents {
  onSessionEnded(listener: (event: SessionEnded) => void): () => void
  onAccountChanged(listener: (event: AccountChanged) => void): () => void
  sessionEnded(event: SessionEnded): void
  accountChanged(event: AccountChanged): void
}

export function sessionEvents(): SessionEvents {
  const ended = new Set<(event: SessionEnded) => void>()
  const changed = new Set<(event: AccountChanged) => void>()
  return {
    onSessionEnded(listener) {
      ended.add(listener)
      return () => ended.delete(listener)
    },
    onAccountChanged(listener) {
      changed.add(listener)
      return () => changed.delete(listener)
    },
    sessionEnded(event) {
      for (const listener of ended) listener(event)
    },
    accountChanged(event) {
      for (const listener of changed) listener(event)
    },
  }
}
