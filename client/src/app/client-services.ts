import { correctedNow } from '../db/corrected-now.ts'
import { session } from '../sync/session.ts'
import { syncStatus } from '../sync/status.ts'
import { createOpenReviewCount } from './open-reviews.ts'
import type { ShellServices } from './services.ts'

/** The shell's services of the real session, sync and local database. Called once, inside the root. */
export function createClientServices(): ShellServices {
  return {
    session: () => {
      const value = session()
      if (typeof value !== 'object') return value
      return { ...value, schoolName: value.schoolName ?? value.tenant }
    },
    sync: () => {
      const { state, unsent, attention, oldestAt, lastContactAt, offline } = syncStatus()
      return { state, count: state === 'attention' ? attention : unsent, oldestAt, lastContactAt, offline }
    },
    correctedNow,
    openReviews: createOpenReviewCount(),
  }
}
