import type { Tenant } from '../tenancy/with-tenant.ts'
import type { Hub } from './hub.ts'

/** What a live session may see now; undefined: it has ended, expired, or its account was disabled. */
export type CheckSession = (
  tenant: Tenant,
  sessionId: string,
) => Promise<{ readonly access: string } | undefined>

const EVERY_MS = 3_000

/**
 * Ends the streams of sessions that ended anywhere, in this process or another, within five seconds [T5]; a reader whose
 * role or scope changed is told to resync. Where the check itself fails streams go on: the next round asks again. Returns how
 * to stop.
 */
export function watchSessions(hub: Hub, check: CheckSession, onError: (error: unknown) => void): () => void {
  let running = false

  async function round() {
    if (running) return
    running = true
    try {
      const asked = new Map<string, Promise<{ readonly access: string } | undefined>>()
      for (const { tenant, reader } of [...hub.readers()]) {
        const answer = asked.get(reader.sessionId) ?? check(tenant, reader.sessionId)
        asked.set(reader.sessionId, answer)
        const now = await answer
        if (!now) hub.endReaders(tenant.id, (other) => other === reader)
        else if (now.access !== reader.access)
          hub.endReaders(tenant.id, (other) => other === reader, 'access')
      }
    } catch (error) {
      onError(error)
    } finally {
      running = false
    }
  }

  const timer = setInterval(() => void round(), EVERY_MS)
  timer.unref()
  return () => clearInterval(timer)
}
