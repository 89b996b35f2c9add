import type { Page } from 'playwright-core'
import { PIECES } from '../../../e2e/support/large-school.ts'
import type { Line, LineResult } from '../line.ts'
import { inRounds, medianOf } from '../rounds.ts'
import { figure, median } from '../statistics.ts'
import { signInOnProfile } from '../systems/profile-device.ts'
import { throttled } from '../systems/throttle.ts'

const STARTS = 5
const PLAIN = 'ETrax'
const SLOW = 'ETrax, processor 4x slower'

declare global {
  interface Window {
    firstRowMs?: number
  }
}

/** In the page, before anything of it runs: when the first row of a list stands there. */
function watchFirstRow(): void {
  const look = () => {
    if (window.firstRowMs !== undefined || !document.querySelector('[data-index="0"]')) return
    window.firstRowMs = performance.now()
  }
  new MutationObserver(look).observe(document, { childList: true, subtree: true })
}

async function start(page: Page): Promise<number> {
  await page.reload({ waitUntil: 'commit' })
  await page.waitForFunction(() => window.firstRowMs !== undefined)
  return page.evaluate(() => window.firstRowMs ?? Number.NaN)
}

async function starts(page: Page): Promise<readonly number[]> {
  const times: number[] = []
  for (let count = 0; count < STARTS; count += 1) times.push(await start(page))
  return [median(times), Math.max(...times)]
}

export const coldStart: Line = {
  name: 'cold-start',
  title: `Start without a network, ${PIECES.toLocaleString('en')} things, until the list is shown`,
  async measure(bench): Promise<LineResult> {
    const { server } = await bench.room()
    const device = await signInOnProfile(server, 'EQUIPMENT_MANAGER')
    try {
      await device.context.addInitScript(watchFirstRow)
      await device.goto('/equipment')
      await device.online(false)
      await start(device.page)
      const rows = await inRounds(
        bench.rounds,
        [
          { system: PLAIN, measure: () => starts(device.page) },
          { system: SLOW, measure: () => throttled(device.page, 4, () => starts(device.page)) },
        ],
        bench.log,
      )
      const [plain, slow] = [medianOf(rows, PLAIN), medianOf(rows, SLOW)]
      return {
        columns: ['p50 ms', 'slowest ms'],
        rows,
        verdicts: [
          { target: 'at most 250 ms', value: `${figure(plain)} ms`, reached: plain <= 250 },
          {
            target: 'at most 800 ms with a processor 4x slower',
            value: `${figure(slow)} ms`,
            reached: slow <= 800,
          },
        ],
      }
    } finally {
      await device.close()
    }
  },
}
