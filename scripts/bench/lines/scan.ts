import type { Page } from 'playwright-core'
import { scanByHand } from '../../../e2e/support/hand-scanner.ts'
import { PIECES } from '../../../e2e/support/large-school.ts'
import { openStation } from '../../../e2e/support/station-device.ts'
import { createPicks, type Picks } from '../../../e2e/support/station-picks.ts'
import type { Line, LineResult } from '../line.ts'
import { inRounds, medianOf } from '../rounds.ts'
import { figure, median } from '../statistics.ts'
import { throttled } from '../systems/throttle.ts'

const SCANS = 15
const PLAIN = 'ETrax'
const SLOW = 'ETrax, processor 4x slower'

/** In the page: ms from each decoded code to its line being shown and saved, of the last scans. */
function scanTimes(): readonly number[] {
  const marks = (name: string) =>
    performance.getEntriesByName(name, 'mark').map((mark) => ({
      at: mark.startTime,
      code: mark instanceof PerformanceMark ? String(mark.detail?.code) : '',
    }))
  const saved = marks('etrax:scan-saved')
  return marks('etrax:scan-decoded').flatMap(({ at, code }) => {
    const end = saved.find((one) => one.code === code && one.at >= at)
    return end ? [end.at - at] : []
  })
}

async function scans(page: Page, picks: Picks): Promise<readonly number[]> {
  const person = await picks.person()
  const things = await picks.free(SCANS)
  await scanByHand(page, person.badge)
  await page.getByRole('heading', { name: person.name }).waitFor()
  await page.evaluate(() => performance.clearMarks())
  for (const { code } of things) {
    await scanByHand(page, code)
    await page.locator('.scan-line[data-state=saved]', { hasText: code }).waitFor()
  }
  const times = await page.evaluate(scanTimes)
  if (times.length < SCANS) throw new Error(`Of ${SCANS} scans only ${times.length} were marked.`)
  await page.getByRole('button', { name: /^Done/ }).click()
  return [median(times), Math.max(...times)]
}

export const scan: Line = {
  name: 'scan',
  title: `Local check-out at the station, ${PIECES.toLocaleString('en')} things: from the decoded code to shown and saved`,
  async measure(bench): Promise<LineResult> {
    const { server } = await bench.room()
    const picks = createPicks(server)
    const station = await openStation(server)
    try {
      const page = await station.openFresh()
      await scans(page, picks)
      const rows = await inRounds(
        bench.rounds,
        [
          { system: PLAIN, measure: () => scans(page, picks) },
          { system: SLOW, measure: () => throttled(page, 4, () => scans(page, picks)) },
        ],
        bench.log,
      )
      const [plain, slow] = [medianOf(rows, PLAIN, 1), medianOf(rows, SLOW, 1)]
      return {
        columns: ['p50 ms', 'slowest ms'],
        rows,
        verdicts: [
          { target: 'under 100 ms', value: `${figure(plain)} ms (slowest)`, reached: plain < 100 },
          {
            target: 'under 300 ms with a processor 4x slower',
            value: `${figure(slow)} ms (slowest)`,
            reached: slow < 300,
          },
        ],
      }
    } finally {
      await station.close()
    }
  },
}
