import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDevice } from '../../../e2e/support/browser.ts'
import { PIECES } from '../../../e2e/support/large-school.ts'
import type { TestServer } from '../../../e2e/support/server-process.ts'
import type { Line, LineResult } from '../line.ts'
import { inRounds, medianOf } from '../rounds.ts'
import { figure } from '../statistics.ts'

const ETRAX = 'ETrax'
const LONG_MS = 100

interface FirstList {
  /** When the sign-in was sent off, when the first row stood there, and when all of the school was on the device. */
  began?: number
  firstRow?: number
  whole?: number
  readonly tasks: { readonly at: number; readonly ms: number }[]
}

declare global {
  interface Window {
    firstList: FirstList
  }
}

/** In the page, before anything of it runs: notes when the list stands, when the sync is over, and every long task. */
function watchFirstList(): void {
  const noted: FirstList = { tasks: [] }
  window.firstList = noted
  const submitted = () => {
    noted.began = performance.now()
  }
  addEventListener('submit', submitted, { capture: true })
  const look = () => {
    if (noted.began === undefined) return
    if (document.querySelector('[data-index="0"]')) noted.firstRow ??= performance.now()
    if (document.querySelector('[data-sync-state="confirmed"]')) noted.whole ??= performance.now()
  }
  new MutationObserver(look).observe(document, { childList: true, subtree: true, attributes: true })
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) noted.tasks.push({ at: startTime, ms: duration })
  }).observe({ type: 'longtask', buffered: true })
}

/** A new device that opens the list, signs in and looks at it until all of the school is there. */
async function firstListOn(server: TestServer): Promise<readonly number[]> {
  const profile = await mkdtemp(join(tmpdir(), 'etrax-bench-device-'))
  const context = await openDevice(profile)
  try {
    await context.addInitScript(watchFirstList)
    const page = await context.newPage()
    await page.goto(new URL('/equipment', server.url()).href)
    const { tenant, email, password } = server.signIn('northridge', 'EQUIPMENT_MANAGER')
    await page.locator('input[name=school]').fill(tenant)
    await page.locator('input[name=email]').fill(email)
    await page.locator('input[name=password]').fill(password)
    await page.keyboard.press('Enter')
    await page.waitForFunction(() => window.firstList.whole !== undefined)
    const {
      began = Number.NaN,
      firstRow = Number.NaN,
      whole = Number.NaN,
      tasks,
    } = await page.evaluate(() => window.firstList)
    const during = tasks.filter(({ at }) => at >= began && at <= whole).map(({ ms }) => ms)
    const long = during.filter((ms) => ms > LONG_MS)
    return [firstRow - began, whole - began, Math.max(0, ...during), long.length]
  } finally {
    await context.close()
    await rm(profile, { recursive: true, force: true })
  }
}

export const firstList: Line = {
  name: 'first-list',
  title: `The list during the first sync of ${PIECES.toLocaleString('en')} things, from the sign-in on`,
  async measure(bench): Promise<LineResult> {
    const { server } = await bench.room()
    const rows = await inRounds(
      bench.rounds,
      [{ system: ETRAX, measure: () => firstListOn(server) }],
      bench.log,
    )
    const [first, whole, longest] = [0, 1, 2].map((column) => medianOf(rows, ETRAX, column))
    const [before, all, most] = [first ?? Number.NaN, whole ?? Number.NaN, longest ?? Number.NaN]
    return {
      columns: ['first rows ms', 'all of it ms', 'longest task ms', 'tasks over 100 ms'],
      rows,
      verdicts: [
        {
          target: 'the list stands while the rest still comes',
          value: `after ${Math.round((before / all) * 100)} % of the time`,
          reached: before < all / 2,
        },
        { target: 'no task over 100 ms', value: `${figure(most)} ms`, reached: most <= LONG_MS },
      ],
    }
  },
}
