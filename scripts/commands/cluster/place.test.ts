import { expect, test } from 'vitest'
import type { Member } from './members.ts'
import { createPlace, pauseAfter } from './place.ts'

test.each([
  [1, 250],
  [2, 500],
  [3, 1_000],
  [7, 16_000],
  [8, 30_000],
  [5_000, 30_000],
])('after %i deaths in a row the next process waits %i ms', (deaths, pause) => {
  expect(pauseAfter(deaths)).toBe(pause)
})

/** A place whose processes do what the test says, and what happened there. */
function place() {
  const events: string[] = []
  const started: { ready(is: boolean): void; die(how: string): void }[] = []
  const made = createPlace(
    8080,
    (port): Member => {
      const pid = started.length + 1
      const ready = Promise.withResolvers<boolean>()
      const gone = Promise.withResolvers<string>()
      events.push(`${pid} starts on ${port}`)
      started.push({ ready: ready.resolve, die: gone.resolve })
      void gone.promise.then(() => ready.resolve(false))
      return {
        pid,
        ready: ready.promise,
        gone: gone.promise,
        async end() {
          events.push(`${pid} ends`)
          gone.resolve('exit code 0')
        },
      }
    },
    (sentence) => events.push(sentence),
  )
  const nth = async (n: number) => {
    await expect.poll(() => started.length, { timeout: 10_000 }).toBe(n)
    return started[n - 1]!
  }
  return { ...made, events, nth }
}

test('a process ends when the one that replaces it is ready, and not before', async () => {
  const { renew, nth, pid, events, end } = place()
  const first = renew()
  ;(await nth(1)).ready(true)
  await first
  const second = renew()
  const next = await nth(2)
  expect(pid()).toBe(1)
  next.ready(true)
  await second
  expect(pid()).toBe(2)
  await end()
  expect(events).toEqual([
    '1 starts on 8080',
    'Port 8080: process 1 serves.',
    '2 starts on 8080',
    'Port 8080: process 2 serves.',
    '1 ends',
    '2 ends',
  ])
})

test('where the new one does not get ready, the one that serves goes on', async () => {
  const { renew, nth, pid, events, end } = place()
  const first = renew()
  ;(await nth(1)).ready(true)
  await first
  const second = renew()
  ;(await nth(2)).die('exit code 1')
  await expect(second).rejects.toThrow('Port 8080: a process ended before it was ready (exit code 1).')
  expect(pid()).toBe(1)
  expect(events).not.toContain('1 ends')
  await end()
})

test('one that dies has a successor, also where that dies before it is ready', async () => {
  const { renew, nth, pid, end } = place()
  const first = renew()
  const one = await nth(1)
  one.ready(true)
  await first
  one.die('SIGKILL')
  await expect.poll(pid).toBe(undefined)
  ;(await nth(2)).die('exit code 1')
  ;(await nth(3)).ready(true)
  await expect.poll(pid).toBe(3)
  await end()
})

test('one that dies while its replacement starts is replaced by that one alone', async () => {
  const { renew, nth, pid, events, end } = place()
  const first = renew()
  const one = await nth(1)
  one.ready(true)
  await first
  const second = renew()
  const next = await nth(2)
  one.die('SIGKILL')
  await expect.poll(() => events).toContain('Port 8080: process 1 has ended (SIGKILL).')
  next.ready(true)
  await second
  expect(pid()).toBe(2)
  await end()
  expect(events.filter((event) => event.includes('starts'))).toHaveLength(2)
})
