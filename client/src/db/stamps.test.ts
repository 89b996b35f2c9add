import 'fake-indexeddb/auto'
import { afterEach, expect, test, vi } from 'vitest'
import { formatStamp, parseStamp } from '../../../shared/clock.ts'
import { openSideStore } from './side-store.ts'
import { openStamps } from './stamps.ts'

const HOUR = 3_600_000
const right = Date.now
/** What the device's own clock is off by. */
function setClock(off: number) {
  vi.spyOn(Date, 'now').mockImplementation(() => right() + off)
}
afterEach(() => vi.restoreAllMocks())

async function device() {
  const side = await openSideStore(`etrax-test-${crypto.randomUUID()}`)
  const stamps = await openStamps(side, 'dbrowser')
  const write = async () => {
    const [stamp] = await stamps.take([[{ collection: 'teams', id: crypto.randomUUID() }]])
    return parseStamp(stamp ?? '')?.ms ?? 0
  }
  return { side, stamps, write }
}

test('[C3] a device stamps with the server’s time, whatever its own clock shows', async () => {
  setClock(-30 * HOUR)
  const { stamps, write } = await device()
  expect(Math.abs((await write()) + 30 * HOUR - right())).toBeLessThan(5_000)
  await stamps.correct(right(), 0)
  expect(Math.abs((await write()) - right())).toBeLessThan(5_000)
})

test('[C2] stamps never go back, and are later than all that was received', async () => {
  const { stamps, write } = await device()
  const ahead = right() + HOUR
  await stamps.receive(formatStamp({ ms: ahead, counter: 0, deviceId: 'dother' }))
  expect(await write()).toBeGreaterThanOrEqual(ahead)
  setClock(-HOUR)
  expect(await write()).toBeGreaterThanOrEqual(ahead)
})
