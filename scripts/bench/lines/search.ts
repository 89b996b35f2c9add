import type { Page } from 'playwright-core'
import { PIECES } from '../../../e2e/support/large-school.ts'
import type { TestServer } from '../../../e2e/support/server-process.ts'
import type { Bench, Line, LineResult } from '../line.ts'
import { inRounds, medianOf } from '../rounds.ts'
import { figure, median, percentile } from '../statistics.ts'
import { signInOnProfile } from '../systems/profile-device.ts'
import { startSchoolOf } from '../systems/room.ts'

const ETRAX = 'ETrax'
const MANY = 50_000
const TYPED = ['pinnie 99', 'pin-0987', 'helmet l', 'northwind xl', 'shoulder']

/** Types into the search as a keyboard does; resolves to what each key took, until it was handled and until it was drawn. */
function typeAll(words: readonly string[]): Promise<readonly (readonly [number, number])[]> {
  const field = document.querySelector<HTMLInputElement>('input[type=search]')
  if (!field) throw new Error('There is no search.')
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
  const type = async (value: string): Promise<readonly [number, number]> => {
    await frame()
    const began = performance.now()
    field.value = value
    field.dispatchEvent(new InputEvent('input', { bubbles: true }))
    const handled = performance.now() - began
    await frame()
    await new Promise((resolve) => setTimeout(resolve))
    return [handled, performance.now() - began]
  }
  return (async () => {
    const times: (readonly [number, number])[] = []
    for (const word of words) {
      for (let length = 1; length <= word.length; length += 1) times.push(await type(word.slice(0, length)))
      await type('')
    }
    return times
  })()
}

async function keystrokes(page: Page): Promise<readonly number[]> {
  const times = await page.evaluate(typeAll, TYPED)
  const handled = times.map(([ms]) => ms)
  const drawn = times.map(([, ms]) => ms)
  return [median(handled), percentile(handled, 0.95), median(drawn), percentile(drawn, 0.95)]
}

const titleOf = (pieces: number) =>
  `Search as one types over ${pieces.toLocaleString('en')} things, a key at a time`

async function measureSearch(bench: Bench, server: TestServer, withinMs: number): Promise<LineResult> {
  const device = await signInOnProfile(server, 'EQUIPMENT_MANAGER')
  try {
    await device.goto('/equipment')
    await device.page.locator('[data-index="0"]').waitFor()
    await keystrokes(device.page)
    const rows = await inRounds(
      bench.rounds,
      [{ system: ETRAX, measure: () => keystrokes(device.page) }],
      bench.log,
    )
    const slow = medianOf(rows, ETRAX, 1)
    return {
      columns: ['handled p50 ms', 'handled p95 ms', 'drawn p50 ms', 'drawn p95 ms'],
      rows,
      verdicts: [
        {
          target: `a key is handled in ${withinMs} ms`,
          value: `${figure(slow)} ms (p95)`,
          reached: slow <= withinMs,
        },
      ],
    }
  } finally {
    await device.close()
  }
}

export const search: Line = {
  name: 'search',
  title: titleOf(PIECES),
  measure: async (bench) => measureSearch(bench, (await bench.room()).server, 16),
}

/** In a school of its own, more than four times as large. */
export const searchMany: Line = {
  name: `search-${MANY}`,
  title: titleOf(MANY),
  async measure(bench) {
    const server = await startSchoolOf(MANY)
    try {
      return await measureSearch(bench, server, 50)
    } finally {
      await server.remove()
    }
  },
}
