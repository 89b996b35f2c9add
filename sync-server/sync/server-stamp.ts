import { formatStamp } from '../../shared/clock.ts'

/** The stamp of what the server itself writes: its own time, under a device name that no device has. */
export function serverStamp(now: Date): string {
  return formatStamp({ ms: now.getTime(), counter: 0, deviceId: SERVER_DEVICE })
}

export const SERVER_DEVICE = 'server'
