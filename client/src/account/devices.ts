import { isJsonObject } from '../../../shared/json.ts'
import { api } from '../sync/api.ts'
import { ApiError } from '../sync/api-error.ts'

/** A browser from which an account signs in. */
export interface Device {
  readonly id: string
  readonly userName: string | undefined
  readonly name: string | undefined
  readonly userAgent: string | undefined
  readonly schemaVersion: number | undefined
  readonly firstSeenAt: string
  readonly lastSeenAt: string
  readonly revokedAt: string | undefined
  /** Since then nothing is left there of what it held unsent. */
  readonly handedInAt: string | undefined
  /** The one that asks. */
  readonly current: boolean
}

/** The own devices, or all of the school for who manages users; the last seen first. @throws ApiError */
export function readDevices(of: 'own' | 'school'): Promise<readonly Device[]> {
  return api('/devices', devicesIn, of === 'school' ? { query: { of } } : {})
}

/** @throws ApiError */
export function renameDevice(id: string, name: string): Promise<void> {
  return api(`/devices/${id}`, () => undefined, { method: 'PATCH', body: { name } })
}

/** Its sessions end at once; it hands in what is unsent and forgets the rest when it is next in touch. @throws ApiError */
export function revokeDevice(id: string): Promise<void> {
  return api(`/devices/${id}`, () => undefined, { method: 'DELETE' })
}

function devicesIn(answer: unknown): readonly Device[] {
  if (!isJsonObject(answer) || !Array.isArray(answer.devices))
    throw new ApiError('unexpected-answer', 'The answer is no list of devices.')
  return answer.devices.flatMap((one) => {
    if (!isJsonObject(one)) return []
    const { id, firstSeenAt, lastSeenAt, schemaVersion, current } = one
    if (typeof id !== 'string' || typeof firstSeenAt !== 'string' || typeof lastSeenAt !== 'string') return []
    return [
      {
        id,
        userName: text(one.userName),
        name: text(one.name),
        userAgent: text(one.userAgent),
        schemaVersion: typeof schemaVersion === 'number' ? schemaVersion : undefined,
        firstSeenAt,
        lastSeenAt,
        revokedAt: text(one.revokedAt),
        handedInAt: text(one.handedInAt),
        current: current === true,
      },
    ]
  })
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
