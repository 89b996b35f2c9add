import { readDeviceValue } from '../db/device.ts'
import { onStorageLost } from '../db/side-store.ts'
import { followOtherTabs, leaveAsRevoked, openSession } from './session.ts'
import { keptSession } from './session-record.ts'
import { VISIT_LEAVE_OWED } from './visit-marks.ts'

/** Starts the client: who is signed in, the local database and its sync. Once, from main.tsx. */
export function startClient(): void {
  restoreSession().catch((error: unknown) => {
    // The page shows that its storage cannot be opened; nothing can be saved here.
    reportStartFailure(error)
  })
}

/** Opens what the last person left open; needs no network. */
async function restoreSession(): Promise<void> {
  followOtherTabs()
  // Nothing can be saved in this page any more; a new one reads what is left and says so.
  onStorageLost(() => window.location.reload())
  const record = await keptSession()
  if (record?.role === 'STATION') await (await import('../db/station.ts')).readStation()
  if (record?.signInNeeded === 'revoked') await leaveAsRevoked(record)
  else if (record) await openSession(record)
  else await (await import('./start-signed-out.ts')).startSignedOut()
  if (record?.visitUntil === undefined && (await readDeviceValue(VISIT_LEAVE_OWED)) !== undefined)
    await (await import('./visit-home.ts')).leaveOwed()
  await (await import('./sweep-kept.ts')).sweepKept()
}

function reportStartFailure(error: unknown) {
  queueMicrotask(() => {
    throw error
  })
}
