import 'fake-indexeddb/auto'
import { createHmac, hash, pbkdf2Sync } from 'node:crypto'
import { beforeAll, expect, test, vi } from 'vitest'
import { PIN_ITERATIONS, type StationStaff } from '../../../shared/station.ts'
import { readDeviceValue } from './device.ts'
import { checkPin, keepStation, staffByBadge } from './station.ts'

const key = Buffer.alloc(32, 7)
const salt = Buffer.alloc(16, 9)
const mark = (made: Buffer) => createHmac('sha256', key).update(made).digest('base64url')
const ann: StationStaff = {
  userId: '0190a000-0000-7000-8000-00000000000a',
  name: 'Ann',
  role: 'COACH',
  teamIds: [],
  pin: {
    salt: salt.toString('base64url'),
    verifier: mark(pbkdf2Sync('2580', salt, PIN_ITERATIONS, 32, 'sha256')),
  },
  badge: mark(hash('sha256', 'BADGEABC123', 'buffer')),
}

beforeAll(() =>
  keepStation({ deviceId: 'station.x.1', lockSeconds: 120, staff: [ann], key: key.toString('base64url') }),
)

test('the PIN that the server knows is right here, without it; the key cannot be read back', async () => {
  expect(await checkPin(ann, '2580')).toEqual({ right: true })
  expect(await checkPin(ann, '2581')).toMatchObject({ right: false })
  const kept = await readDeviceValue('station')
  expect(JSON.stringify(kept)).not.toContain(key.toString('base64url'))
  const { key: held } = Object(kept)
  await expect(crypto.subtle.exportKey('raw', held)).rejects.toThrow()
})

test('a badge is known by its code however it is typed, another code by nobody', async () => {
  expect(await staffByBadge('badge-abc123')).toEqual(ann)
  expect(await staffByBadge('BADGE-ABC124')).toBeUndefined()
})

test('after three wrong PINs the right one rests too, and counts again when the pause is over', async () => {
  const clock = vi.spyOn(Date, 'now').mockReturnValue(1_000_000)
  const ben = { ...ann, userId: '0190a000-0000-7000-8000-00000000000b' }
  for (const until of [0, 0, 1_005_000]) expect(await checkPin(ben, '1111')).toEqual({ right: false, until })
  expect(await checkPin(ben, '2580')).toEqual({ right: false, until: 1_005_000 })
  clock.mockReturnValue(1_005_001)
  expect(await checkPin(ben, '9999')).toEqual({ right: false, until: 1_020_001 })
  clock.mockReturnValue(1_020_002)
  expect(await checkPin(ben, '2580')).toEqual({ right: true })
  clock.mockRestore()
})
