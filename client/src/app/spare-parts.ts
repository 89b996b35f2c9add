import { mayUpdate } from '../../../shared/access.ts'
import { equipment } from '../../../shared/collections/equipment.ts'
import { keepDocumentGrower } from '../db/grow-document.ts'
import { session } from '../sync/session.ts'
import { syncStatus } from '../sync/status.ts'

const LOOK_EVERY_MS = 5_000

/**
 * What merges notes is a megabyte that no start needs. It is fetched once this device is in step and has nothing else to
 * do, for those who may write notes: then they have it where there is no network.
 */
export function startSpareParts(): void {
  const timer = setInterval(() => {
    const { state, offline } = syncStatus()
    const who = session()
    const mayWrite = typeof who === 'object' && mayUpdate(equipment, who.role, equipment.fields.notes.group)
    if (state !== 'confirmed' || offline || !mayWrite || !navigator.serviceWorker?.controller) return
    clearInterval(timer)
    // Without it notes are saved as well; the next start tries again.
    keepDocumentGrower().catch(() => undefined)
  }, LOOK_EVERY_MS)
}
