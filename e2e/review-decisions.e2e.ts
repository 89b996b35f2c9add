import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type AppBrowser, confirmed, openAppBrowser, signedInPage } from './support/app-browser.ts'
import { scanByHand } from './support/hand-scanner.ts'
import { startTestServer, type TestServer } from './support/server.ts'
import { createPicks } from './support/station-picks.ts'

/** Two cores are shared by a server, its Postgres and three browsers. */
const PATIENT = { timeout: 20_000 }

/** Somebody at a browser of their own: one tab, as on a tablet. */
interface Desk {
  readonly name: string
  readonly userId: string
  readonly browser: AppBrowser
  readonly page: Page
  goto(path: string): Promise<void>
  online(on: boolean): Promise<void>
}

let server: TestServer
let manager: Desk
let admin: Desk
let coach: Desk

async function openDesk(role: 'EQUIPMENT_MANAGER' | 'SCHOOL_ADMIN' | 'COACH'): Promise<Desk> {
  const browser = await openAppBrowser(server)
  const signIn = server.signIn('northridge', role)
  const page = await signedInPage(browser, signIn)
  await page.evaluate(() => navigator.serviceWorker.ready)
  const [account] = await server.rows('northridge', 'credentials', `email = '${signIn.email}'`)
  const [user] = await server.rows('northridge', 'users', `id = '${account?.user_id}'`)
  return {
    name: String(user?.name),
    userId: String(user?.id),
    browser,
    page,
    goto: async (path) => {
      await page.goto(new URL(path, server.url()).href)
    },
    online: (on) => browser.context.setOffline(!on),
  }
}

beforeAll(async () => {
  server = await startTestServer()
  manager = await openDesk('EQUIPMENT_MANAGER')
  admin = await openDesk('SCHOOL_ADMIN')
  coach = await openDesk('COACH')
})
afterEach(async () => {
  for (const desk of [manager, admin, coach]) await desk.online(true)
})
afterAll(async () => {
  for (const desk of [manager, admin, coach]) await desk?.browser.close()
  await server?.remove()
})

const rows = (page: Page) => page.getByRole('list', { name: 'Reviews' }).getByRole('link')
const options = (page: Page) => page.getByRole('group', { name: 'Decide' })
const reviewOf = async (documentId: string, kind: string) => {
  const [review] = await server.rows(
    'northridge',
    'reviews',
    `document_id = '${documentId}' and kind = '${kind}'`,
  )
  return review
}
const thingBy = async (tag: string) => {
  const [thing] = await server.rows('northridge', 'equipment', `tag_code = '${tag}' and not deleted`)
  return thing
}

/** Opens the one review of a thing from the queue, as it is listed. */
async function openReview({ page, goto }: Desk, tag: string, kind: string, search = ''): Promise<void> {
  await goto(`/reviews${search}`)
  await rows(page).filter({ hasText: tag }).filter({ hasText: kind }).click()
  await page.getByRole('heading', { name: 'What happened' }).waitFor()
}

/** The decision is saved on this device. */
const decidedHere = (page: Page, what: string) =>
  page.getByRole('log').getByText(`${what}: decided on this device`).waitFor()

async function issue({ page, goto }: Desk, badge: string, name: string, tag: string): Promise<void> {
  await goto('/station')
  await page.getByRole('heading', { name: 'Station' }).waitFor()
  await scanByHand(page, badge)
  await page.getByRole('heading', { name: new RegExp(`(^|\\d )${name}$`) }).waitFor()
  await scanByHand(page, tag)
  await page.locator('.outcome[data-result=success]', { hasText: 'Issued' }).waitFor()
}

test('[S2] two tablets issue one helmet to two athletes without a signal; a manager settles it side by side, both tablets agree and both authors are told', async () => {
  const picks = createPicks(server)
  const [first, second] = [await picks.person(), await picks.person()]
  const [helmet] = await picks.free(1)
  await coach.online(false)
  await admin.online(false)
  await issue(coach, first.badge, first.name, helmet!.code)
  await issue(admin, second.badge, second.name, helmet!.code)
  await coach.online(true)
  await confirmed(coach.page)
  await admin.online(true)
  await confirmed(admin.page)

  await openReview(manager, helmet!.code, 'Moved twice')
  const entries = manager.page.getByRole('region', { name: 'The entries' }).getByRole('listitem')
  await expect.poll(() => entries.count(), PATIENT).toBe(2)
  const [before] = await server.rows('northridge', 'equipment', `id = '${helmet!.id}'`)
  const [now, other] = before?.holder_id === first.id ? [first, second] : [second, first]
  await options(manager.page)
    .getByRole('radio', { name: new RegExp(`^${other.name} has it`) })
    .check()
  await manager.page.getByText(`${helmet!.code} goes from ${now.name} to ${other.name}.`).first().waitFor()
  await manager.page.getByRole('button', { name: 'Decide', exact: true }).click()
  await decidedHere(manager.page, helmet!.code)

  const settled = () => server.rows('northridge', 'equipment', `id = '${helmet!.id}'`)
  await expect.poll(async () => (await settled())[0]?.holder_id, PATIENT).toBe(other.id)
  const ledger = await server.rows('northridge', 'transactions', `equipment_id = '${helmet!.id}'`)
  expect(ledger.filter(({ previous_ids: ids }) => Array.isArray(ids) && ids.length === 2)).toHaveLength(1)
  for (const tablet of [coach, admin]) {
    await tablet.goto('/my-changes')
    const told = tablet.page.getByRole('article').filter({ hasText: helmet!.code })
    await told.getByText(`Decided by ${manager.name}`).waitFor()
    await told.getByText('New', { exact: true }).waitFor()
    await tablet.goto(`/equipment/${helmet!.id}`)
    await tablet.page.getByText(other.name).first().waitFor()
    await expect.poll(() => tablet.page.getByText('Moved twice').count(), PATIENT).toBe(0)
  }
  // Who has seen it is told no second time.
  await coach.goto('/my-changes')
  const told = coach.page.getByRole('article').filter({ hasText: helmet!.code })
  await told.waitFor()
  expect(await told.getByText('New', { exact: true }).count()).toBe(0)
})

test('two managers settle one review apart without a signal: the second is told, sees the first decision, and nothing else was changed', async () => {
  for (const desk of [manager, admin]) await openReview(desk, 'BIN-001', 'Too many out')
  for (const desk of [manager, admin]) await desk.online(false)
  await options(manager.page)
    .getByRole('radio', { name: /^There are as many as are out/ })
    .check()
  await manager.page.getByText('Owned goes from 24 to 28.').first().waitFor()
  await manager.page.getByRole('button', { name: 'Decide', exact: true }).click()
  await options(admin.page)
    .getByRole('radio', { name: /^Recount/ })
    .check()
  await admin.page.getByLabel('Owned now').fill('30')
  await admin.page.getByText('Owned goes from 24 to 30.').first().waitFor()
  await admin.page.getByRole('button', { name: 'Decide', exact: true }).click()
  for (const { page } of [manager, admin]) await decidedHere(page, 'BIN-001')
  await openReview(admin, 'BIN-001', 'Decided here, being sent', '?state=all')
  await admin.page.getByText('Decided on this device, being sent').waitFor()

  await manager.online(true)
  await confirmed(manager.page)
  await admin.online(true)
  const balls = await thingBy('BIN-001')
  const review = () => reviewOf(String(balls?.id), 'overdraw')
  const outcomes = async () => {
    const list: unknown = (await review())?.decisions
    return Array.isArray(list) ? list.map((one) => one.outcome) : []
  }
  await expect.poll(outcomes, PATIENT).toEqual(['applied', 'overtaken'])
  // A browser that is told to be offline may still have its service worker send: either may be the first.
  const adminFirst = (await review())?.resolved_by === admin.userId
  const [first, second, owned] = adminFirst ? [admin, manager, 30] : [manager, admin, 28]
  await openReview(second, 'BIN-001', 'Another decided first', '?state=all')
  await second.page
    .getByRole('status')
    .filter({ hasText: `${first.name} decided first` })
    .getByText(new RegExp(`Owned goes from 24 to ${owned}\\..*Yours changed nothing\\.`))
    .waitFor()
  expect(await thingBy('BIN-001')).toMatchObject({ quantity: String(owned), quantity_out: '28' })
  await second.goto('/my-changes')
  await second.page
    .getByRole('article')
    .filter({ hasText: 'BIN-001' })
    .filter({ hasText: 'Another decided first' })
    .waitFor()
})

test('[D11] what was overwritten is put back with one tap, and the tap is undone', async () => {
  await manager.goto('/my-changes')
  const lost = manager.page.getByRole('article').filter({ hasText: 'RAD-009' })
  await lost.getByText('Headset radio, sideline', { exact: true }).waitFor()
  await lost.getByRole('button', { name: 'Put mine back' }).click()
  await expect.poll(async () => (await thingBy('RAD-009'))?.name, PATIENT).toBe('Headset radio, sideline')
  await lost.getByText('What you wrote is what is stored.').waitFor()
  await manager.page.getByRole('log').getByRole('button', { name: 'Undo' }).click()
  await expect.poll(async () => (await thingBy('RAD-009'))?.name, PATIENT).toBe('Headset radio, press box')
  await lost.getByRole('button', { name: 'Put mine back' }).waitFor()
})

test('a deletion that a coach asked for: the manager asks why, the coach answers, the manager deletes it and the coach is told', async () => {
  const pads = await thingBy('FSP-097')
  await openReview(manager, 'FSP-097', 'Deletion')
  await manager.page.getByRole('button', { name: 'More' }).click()
  await manager.page.getByRole('menuitem', { name: 'Ask the author' }).click()
  await manager.page.getByRole('textbox', { name: 'Question' }).fill('Is it really broken?')
  await manager.page.getByRole('dialog').getByRole('button', { name: 'Ask the author' }).click()
  await manager.page.getByText(`Waits for an answer of ${coach.name}`).waitFor()

  await coach.goto('/my-changes')
  const asked = coach.page.getByRole('article').filter({ hasText: 'Is it really broken?' })
  await asked.getByRole('link', { name: 'Answer' }).click()
  await coach.page.getByRole('textbox', { name: 'Your answer' }).fill('The strap is torn off')
  await coach.page.getByRole('button', { name: 'Send answer' }).click()
  await confirmed(coach.page)

  await manager.page.getByText('“The strap is torn off”').first().waitFor()
  await options(manager.page)
    .getByRole('radio', { name: /^Delete it/ })
    .check()
  await manager.page.getByRole('button', { name: 'Delete it' }).click()
  const gone = () => server.rows('northridge', 'equipment', `id = '${pads?.id}' and deleted`)
  await expect.poll(gone, PATIENT).toHaveLength(1)
  await coach.goto('/my-changes')
  await coach.page
    .getByRole('article')
    .filter({ hasText: `Decided by ${manager.name}: Deleted it.` })
    .waitFor()
})

test('many at once: refused writes are rejected with one reason, and one tap takes all of that back', async () => {
  const open = await server.rows('northridge', 'reviews', `kind = 'rejected' and state = 'open'`)
  const count = open.length
  expect(count).toBeGreaterThan(2)
  await manager.goto('/reviews?kind=rejected')
  await expect.poll(() => rows(manager.page).count(), PATIENT).toBe(count)
  await manager.page.getByRole('button', { name: 'Choose several' }).click()
  await manager.page.getByRole('button', { name: `Choose all ${count}` }).click()
  await manager.page.getByRole('button', { name: 'More' }).click()
  await manager.page.getByRole('menuitem', { name: 'Reject' }).click()
  await manager.page.getByRole('textbox', { name: 'Reason' }).fill('Season is over')
  await manager.page.getByRole('dialog').getByRole('button', { name: 'Reject' }).click()
  await manager.page.getByText(`${count} reviews are decided.`).waitFor()
  await manager.page.getByRole('button', { name: `Decide ${count}` }).click()
  await manager.page.getByText('No review is like this').waitFor()
  const left = () => server.rows('northridge', 'reviews', `kind = 'rejected' and state = 'open'`)
  await expect.poll(left, PATIENT).toHaveLength(0)
  const [one] = await server.rows('northridge', 'reviews', `id = '${open[0]?.id}'`)
  expect(one).toMatchObject({
    state: 'resolved',
    resolved_by: manager.userId,
    resolution: { action: 'reject', reason: 'Season is over' },
  })
  await manager.page.getByRole('log').getByRole('button', { name: 'Undo' }).click()
  await manager.page.getByRole('log').getByText(`${count} undone on this device`).waitFor()
  await expect.poll(left, PATIENT).toHaveLength(count)
  await expect.poll(() => rows(manager.page).count(), PATIENT).toBe(count)
})

test('a review is found, decided and left by keyboard alone, and the keyboard is at the next one', async () => {
  const stick = await thingBy('LXS-036')
  const { page } = manager
  await manager.goto('/reviews?kind=custody-fork')
  await rows(page).filter({ hasText: 'LXS-036' }).waitFor()
  const focused = () => page.evaluate(() => document.querySelector('main :focus')?.textContent ?? '')
  for (let step = 0; step < 9 && !(await focused()).includes('LXS-036'); step += 1)
    await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'What happened' }).waitFor()
  await options(page).waitFor()
  const label = () =>
    page.evaluate(() => {
      const at = document.activeElement
      return at instanceof HTMLInputElement ? (at.labels?.[0]?.textContent ?? '') : (at?.textContent ?? '')
    })
  const tabTo = async (words: RegExp) => {
    for (let step = 0; step < 40; step += 1) {
      if (words.test(await label())) return
      await page.keyboard.press('Tab')
    }
    throw new Error(`The keyboard never comes to ${words}.`)
  }
  await tabTo(/As it counts now/)
  await page.keyboard.press('ArrowDown')
  await page
    .getByText(/LXS-036 goes from .* to .*/)
    .first()
    .waitFor()
  await tabTo(/^Decide$/)
  await page.keyboard.press('Enter')
  const resolved = async () => (await reviewOf(String(stick?.id), 'custody-fork'))?.state
  await expect.poll(resolved, PATIENT).toBe('resolved')
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName), PATIENT).toBe('H1')
  expect(await focused()).not.toContain('Lacrosse stick')
})

test('two things with one tag: the second gets a tag of its own, in Spanish', async () => {
  const { page } = admin
  await page.evaluate(() => localStorage.setItem('etrax.locale', 'es'))
  await admin.goto('/reviews?kind=duplicate-tag')
  await page.getByRole('list', { name: 'Revisiones' }).getByRole('link').first().click()
  await page.getByRole('radio', { name: /^La etiqueta es errónea/ }).check()
  await page.getByText('Falta ingresar un dato.').waitFor()
  await page.getByRole('textbox', { name: 'Etiqueta nueva' }).fill('RAD-007')
  await page.getByText('Otra cosa ya lleva este código.').first().waitFor()
  await page.getByRole('textbox', { name: 'Etiqueta nueva' }).fill('RAD-908')
  await page.getByText('Etiqueta pasa de RAD-007 a RAD-908.').first().waitFor()
  await page.getByRole('button', { name: 'Decidir', exact: true }).click()
  await expect.poll(async () => (await thingBy('RAD-908')) !== undefined, PATIENT).toBe(true)
  expect(await thingBy('RAD-007')).toBeDefined()
})
