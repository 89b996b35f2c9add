import type { Database } from '../db/database.ts'

/**
 * That nobody waits for a session's device. One that was revoked and has not come back is told by its session: without it the
 * device would be let go as one whose time is over, and keep its data. It is known until its cookie could be no longer, or for
 * as long as others once it is empty. `before`: when it has to have become so.
 */
export function notAwaited(database: Database, before: Date) {
  return database`(
    end_reason IS DISTINCT FROM 'device-revoked'
    OR greatest(expires_at, created_at + interval '90 days') < now()
    OR EXISTS (
      SELECT FROM etrax_system.devices AS known
      WHERE known.tenant_id = sessions.tenant_id AND known.user_id = sessions.user_id
        AND known.device_id = sessions.device_id AND known.handed_in_at < ${before}))`
}
