import type { SessionRow } from './sessions.ts'

/** A session as its owner or an admin sees it. */
export function shownSession(
  { id, deviceId, userAgent, createdAt, usedAt }: SessionRow,
  currentId: string,
): Readonly<Record<string, string | boolean>> {
  return {
    id,
    ...(deviceId === null ? {} : { deviceId }),
    ...(userAgent === null ? {} : { userAgent }),
    createdAt,
    usedAt,
    current: id === currentId,
  }
}
