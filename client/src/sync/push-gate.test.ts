import { expect, test } from 'vitest'
import { createPushGate } from './push-gate.ts'

const never = new AbortController().signal

/** Whether it is settled after all that is queued has run. */
async function isDone(promise: Promise<unknown>): Promise<boolean> {
  let done = false
  void promise.then(() => {
    done = true
  })
  await new Promise((resolve) => setTimeout(resolve, 0))
  return done
}

test('[D12] a pull waits for a push on its way, and after its answer until RxDB has noted it', async () => {
  const gate = createPushGate()
  const ended = gate.begin()
  const quiet = gate.quiet(never)
  expect(await isDone(quiet)).toBe(false)
  ended('answered')
  expect(await isDone(quiet)).toBe(false)
  gate.settled()
  expect(await isDone(quiet)).toBe(true)
})

test('[D12] a push that got no answer does not hold back the pull while it waits for its next attempt', async () => {
  const gate = createPushGate()
  gate.begin()('unanswered')
  expect(await isDone(gate.quiet(never))).toBe(true)
})

test('[D12] a page whose request overlapped a push shows by the count of pushes begun', () => {
  const gate = createPushGate()
  const before = gate.begun()
  const ended = gate.begin()
  ended('answered')
  gate.settled()
  expect(gate.begun()).not.toBe(before)
})

test('[D10] [L3] a push that the server refused as a whole keeps no page from counting', async () => {
  const gate = createPushGate()
  const before = gate.begun()
  gate.begin()('refused')
  expect(gate.begun()).toBe(before)
  expect(await isDone(gate.quiet(never))).toBe(true)
})

test('[D12] only the first outcome of a push counts', async () => {
  const gate = createPushGate()
  const ended = gate.begin()
  ended('answered')
  ended('unanswered')
  gate.settled()
  expect(await isDone(gate.quiet(never))).toBe(true)
})

test('[D12] the end of the run ends the wait', async () => {
  const gate = createPushGate()
  gate.begin()
  const run = new AbortController()
  const quiet = gate.quiet(run.signal)
  run.abort(new Error('over'))
  await expect(quiet).rejects.toThrow('over')
  await expect(gate.quiet(run.signal)).rejects.toThrow('over')
})
