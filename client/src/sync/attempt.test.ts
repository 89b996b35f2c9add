import { expect, test } from 'vitest'
import { ApiError } from './api-error.ts'
import { createPatience } from './attempt.ts'
import { createWaker } from './waker.ts'

const noNetwork = new ApiError('offline', 'There is no network.')

function waiting(failure = noNetwork) {
  const { signal } = new AbortController()
  const context = { waker: createWaker(), signal }
  const [one, other] = [createPatience(context), createPatience(context)]
  let goesOn = false
  const fail = async () => {
    for (let times = 0; times < 8; times += 1) void one.after(failure)
    await one.after(failure)
    goesOn = true
  }
  void fail()
  return { other, goesOn: () => goesOn, settled: () => new Promise((resolve) => setTimeout(resolve, 20)) }
}

test('[D4] the first request that gets through again has all that wait try again, without a word from the browser', async () => {
  const { other, goesOn, settled } = waiting()
  void other.after(noNetwork)
  await settled()
  expect(goesOn()).toBe(false)
  other.succeeded()
  await settled()
  expect(goesOn()).toBe(true)
})

test('[D4] one that never failed says nothing of what is in the way of another', async () => {
  const { other, goesOn, settled } = waiting()
  other.succeeded()
  await settled()
  expect(goesOn()).toBe(false)
})

test('[D4] nor does it cut short what the server has asked to wait', async () => {
  const { other, goesOn, settled } = waiting(
    new ApiError('too-many-requests', 'Later.', { status: 429, retryAfter: 60 }),
  )
  void other.after(noNetwork)
  other.succeeded()
  await settled()
  expect(goesOn()).toBe(false)
})

test('[D4] nor one to whom only a new sign-in or version helps', async () => {
  const { other, goesOn, settled } = waiting(new ApiError('unauthenticated', 'Who?', { status: 401 }))
  void other.after(noNetwork)
  other.succeeded()
  await settled()
  expect(goesOn()).toBe(false)
})

test('[D4] who is woken by another’s success keeps its own patience; who is asked for begins anew', async () => {
  const { signal } = new AbortController()
  const waker = createWaker()
  const sleep = () => waker.sleep(60_000, signal)
  const byOther = sleep()
  waker.wakeOthers()
  expect(await byOther).toBe(false)
  const bySomebody = sleep()
  waker.wake()
  expect(await bySomebody).toBe(true)
})
