import type { SessionEvents } from '../identity/session-events.ts'
import type { Hub } from '../sync/hub.ts'
import { type Announcements, announcements } from './announcements.ts'
import type { RedisConnection } from './redis-connection.ts'

/** Makes what happens in one process known in the others: commits to their readers [T6], ends to their sessions [T5]. */
export function joinProcesses(redis: RedisConnection, events: SessionEvents, hub: Hub): Announcements {
  // What was heard is told here and not told again.
  let repeating = false
  function repeat(tell: () => void) {
    repeating = true
    try {
      tell()
    } finally {
      repeating = false
    }
  }

  const news = announcements(redis, {
    commit: (tenantId) => hub.poke(tenantId),
    sessionEnded: (event) => repeat(() => events.sessionEnded(event)),
    accountChanged: (event) => repeat(() => events.accountChanged(event)),
    missed: () => hub.pokeAll(),
  })
  const stopEnded = events.onSessionEnded((event) => {
    if (!repeating) news.sessionEnded(event)
  })
  const stopChanged = events.onAccountChanged((event) => {
    if (!repeating) news.accountChanged(event)
  })
  return {
    ...news,
    close() {
      stopEnded()
      stopChanged()
      news.close()
    },
  }
}
