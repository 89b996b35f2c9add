import { restoreSession } from './session.ts'

/** Starts the client: who is signed in, the local database and its sync. Once, from main.tsx. */
export function startClient(): void {
  restoreSession().catch((error: unknown) => {
    // The page shows that its storage cannot be opened; nothing can be saved here.
    reportStartFailure(error)
  })
}

function reportStartFailure(error: unknown) {
  queueMicrotask(() => {
    throw error
  })
}
