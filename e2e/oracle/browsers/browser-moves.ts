import { setTimeout as delay } from 'node:timers/promises'
import { changeAccount } from '../account-changes.ts'
import type { Move } from '../move.ts'
import { rush } from '../moves.ts'
import type { World } from '../world.ts'
import type { BrowserDevice } from './browser-device.ts'
import { planDeeds } from './browser-turn.ts'

const MOST_TABS = 2
const AT_A_STRETCH = 3
const UNTIL_A_CRASH = 8
const LONGEST_PAUSE_MS = 400

function withTab({ browsers, random }: World): BrowserDevice | undefined {
  const open = browsers.filter((browser) => browser.tabs() > 0)
  return open.length === 0 ? undefined : random.pick(open)
}

/** Somebody at a browser does some things, one after the other. */
async function work(world: World, browser: BrowserDevice, count: number): Promise<string | undefined> {
  const planned = await planDeeds(world, browser, count)
  if (planned.length === 0) return undefined
  const said = await browser.perform(planned.map(({ deed }) => deed))
  return `${browser.name} ${planned.map(({ what }, at) => `${what}: ${said[at]}`).join(', ')}`
}

/** All devices and all browsers at once. */
export async function commotion(world: World): Promise<string> {
  const open = world.browsers.filter((browser) => browser.tabs() > 0)
  const [all, ...worked] = await Promise.all([
    rush(world),
    ...open.map((browser) => work(world, browser, AT_A_STRETCH)),
  ])
  return [all, ...worked.filter((what) => what !== undefined)].join('; ')
}

/** A tab dies while somebody works in the browser, in that tab or in the other. */
async function crash(world: World): Promise<string | undefined> {
  const browser = withTab(world)
  if (!browser) return undefined
  const planned = await planDeeds(world, browser, UNTIL_A_CRASH)
  const working = browser.perform(planned.map(({ deed }) => deed)).then(
    (said) => `, which goes on: ${said.join()}`,
    () => '',
  )
  await delay(world.random.int(120))
  await browser.crash()
  return `${browser.name} a tab dies during ${planned.map(({ what }) => what).join(', ')}${await working}`
}

async function changeTabs(world: World): Promise<string | undefined> {
  const browser = world.random.pick(world.browsers)
  const tabs = browser.tabs()
  if (tabs > 0 && world.random.chance(0.5)) {
    await browser.close()
    return `${browser.name} is closed`
  }
  if (tabs === MOST_TABS) return undefined
  await browser.open()
  return tabs === 0 ? `${browser.name} is opened` : `${browser.name} has a second tab`
}

async function connect(world: World): Promise<string> {
  const browser = world.random.pick(world.browsers)
  const to = browser.connection === 'online' ? world.random.pick(['offline', 'cut'] as const) : 'online'
  await browser.connect(to)
  return `${browser.name} is ${to}`
}

async function stepClock(world: World): Promise<string | undefined> {
  const browser = withTab(world)
  const hours = world.random.pick([-30, -2, 1, 5])
  if (!browser?.isClockOff) return undefined
  await browser.stepClock(hours)
  return `${browser.name} sets its clock by ${hours} h`
}

/** What happens to and in real browsers. */
export const browserMoves: readonly Move[] = [
  {
    name: 'work in a browser',
    weight: 70,
    async run(world) {
      const browser = world.random.pick(world.browsers)
      if (browser.tabs() > 0) return work(world, browser, 1)
      if (world.random.chance(0.7)) return undefined
      await browser.open()
      return `${browser.name} is opened`
    },
  },
  {
    name: 'pause',
    weight: 20,
    async run({ random }) {
      await delay(random.int(LONGEST_PAUSE_MS))
      return undefined
    },
  },
  { name: 'commotion', weight: 4, run: commotion },
  { name: 'crash', weight: 5, run: crash },
  { name: 'tabs', weight: 8, run: changeTabs },
  { name: 'connection', weight: 8, run: connect },
  { name: 'clock of a browser', weight: 2, run: stepClock },
  {
    name: 'account of a browser',
    weight: 1,
    run(world) {
      const { name, member } = world.random.pick(world.browsers)
      return changeAccount(world, name, member)
    },
  },
]
