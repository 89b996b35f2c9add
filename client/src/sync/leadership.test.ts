import { afterEach, expect, test, vi } from 'vitest'
import { aborted } from './aborted.ts'
import { type Leadership, startLeadership } from './leadership.ts'

const PATIENT = { timeout: 10_000 }

let tabs: AbortController[] = []
afterEach(() => {
  for (const tab of tabs) tab.abort()
  tabs = []
})

/** Tabs of one database, and who of them has led in turn. */
function createTabs() {
  const lock = `lead-${crypto.randomUUID()}`
  const led: string[] = []
  const leading = new Set<string>()
  function open(name: string): { readonly leadership: Leadership; close(): void } {
    const tab = new AbortController()
    tabs.push(tab)
    const leadership = startLeadership(lock, tab.signal, async (lost) => {
      led.push(name)
      leading.add(name)
      await aborted(lost)
      leading.delete(name)
    })
    return { leadership, close: () => tab.abort() }
  }
  return { open, led, leading: () => [...leading] }
}

test('[D8] of two tabs one leads, and the other as soon as that one is gone', async () => {
  const { open, led, leading } = createTabs()
  const first = open('first')
  await vi.waitFor(() => expect(leading()).toEqual(['first']), PATIENT)
  open('second')
  await navigator.locks.query()
  expect(led).toEqual(['first'])
  first.close()
  await vi.waitFor(() => expect(leading()).toEqual(['second']), PATIENT)
  expect(led).toEqual(['first', 'second'])
})

test('[D8] a tab that leads and answers no more loses the lead, and waits for it behind the one that took it', async () => {
  const { open, leading } = createTabs()
  open('frozen')
  await vi.waitFor(() => expect(leading()).toEqual(['frozen']), PATIENT)
  const second = open('second')
  second.leadership.takeOver()
  await vi.waitFor(() => expect(leading()).toEqual(['second']), PATIENT)
  second.close()
  await vi.waitFor(() => expect(leading()).toEqual(['frozen']), PATIENT)
})

test('[D8] whoever leads takes nothing over from itself', async () => {
  const { open, led, leading } = createTabs()
  const { leadership } = open('only')
  await vi.waitFor(() => expect(leading()).toEqual(['only']), PATIENT)
  leadership.takeOver()
  await navigator.locks.query()
  expect(led).toEqual(['only'])
  expect(leading()).toEqual(['only'])
})
