import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { AnyDocument } from '../shared/collections/definition.ts'
import { uuidv7 } from '../shared/ids.ts'
import { type AppBrowser, openAppBrowser, signedInPage } from './support/app-browser.ts'
import { startTestServer, type TestServer } from './support/server.ts'
import { createPicks } from './support/station-picks.ts'
import { type WireDevice, wireDevice } from './support/wire-device.ts'

/** Two cores are shared by a server, its Postgres and a browser. */
const PATIENT = { timeout: 60_000 }

let server: TestServer
let manager: AppBrowser
let page: Page
let writer: WireDevice
let other: WireDevice

beforeAll(async () => {
  server = await startTestServer()
  manager = await openAppBrowser(server)
  page = await signedInPage(manager, server.signIn('northridge', 'EQUIPMENT_MANAGER'))
  await page.evaluate(() => navigator.serviceWorker.ready)
  writer = await wireDevice(server, 'northridge', 'SCHOOL_ADMIN', 'dwriter')
  other = await wireDevice(server, 'northridge', 'COACH', 'dofother')
})
afterEach(() => manager.context.setOffline(false))
afterAll(async () => {
  await manager?.close()
  await server?.remove()
})

const options = () => page.getByRole('group', { name: 'Decide' })
const answer = (label: string) => options().getByRole('radio', { name: new RegExp(`^${label}`) })
/** What will happen, as the panel says it. */
const outcome = () => page.getByRole('status').filter({ hasText: 'What will happen' })
const row = async (table: string, id: string) => (await server.rows('northridge', table, `id = '${id}'`))[0]

/** Opens the one open review of a document. */
async function openReviewOf(documentId: string, kind: string): Promise<void> {
  const where = `document_id = '${documentId}' and kind = '${kind}' and state = 'open'`
  const [review] = await server.rows('northridge', 'reviews', where)
  await page.goto(new URL(`/reviews/${String(review?.id)}`, server.url()).href)
  await page.getByRole('heading', { name: 'What happened' }).waitFor()
  await options().waitFor()
}

function entryOf(device: WireDevice, equipmentId: string, fields: object): AnyDocument {
  return {
    id: uuidv7(),
    stamp: device.stamp(),
    equipmentId,
    type: 'check_out',
    occurredAt: new Date().toISOString(),
    actorId: device.userId,
    deviceId: device.deviceId,
    ...fields,
  }
}

test('[R4] [P4] a thing refused as invalid is put right on the page by keyboard, without a signal, and is stored', async () => {
  const id = uuidv7()
  const thing = { id, stamp: writer.stamp(), kind: 'serialized', name: '', status: 'available', size: 'M' }
  await writer.push('equipment', [
    { newDocumentState: { ...thing, tagCode: 'FIX-001', jerseyNumber: 'x'.repeat(21) } },
  ])
  await openReviewOf(id, 'rejected')
  await manager.context.setOffline(true)

  const focused = () =>
    page.evaluate(() => {
      const at = document.activeElement
      return at instanceof HTMLInputElement ? (at.labels?.[0]?.textContent ?? '') : (at?.textContent ?? '')
    })
  const tabTo = async (words: RegExp) => {
    for (let step = 0; step < 60; step += 1) {
      if (words.test(await focused())) return
      await page.keyboard.press('Tab')
    }
    throw new Error(`The keyboard never comes to ${words}.`)
  }
  await answer('Do what').focus()
  await page.keyboard.press('ArrowDown')
  await expect.poll(() => answer('Put it right').isChecked()).toBe(true)
  await options().getByLabel('Name', { exact: true }).waitFor()
  await page.getByText('Something is still to be entered.').waitFor()
  await tabTo(/^Name$/)
  await page.keyboard.type('Practice helmet')
  await page.getByText('Number: What is entered can’t be stored.').waitFor()
  await tabTo(/^Number$/)
  await page.keyboard.press('ControlOrMeta+A')
  await page.keyboard.type('21')
  await outcome().getByText('Practice helmet FIX-001 is entered as a thing of its own.').waitFor()
  await outcome().getByText('Size: M').waitFor()
  await tabTo(/^Decide$/)
  await page.keyboard.press('Enter')
  await page.getByRole('log').getByText('decided on this device').waitFor()
  expect(await row('equipment', id)).toBeUndefined()

  await manager.context.setOffline(false)
  await expect
    .poll(() => row('equipment', id), PATIENT)
    .toMatchObject({
      name: 'Practice helmet',
      tag_code: 'FIX-001',
      jersey_number: '21',
      size: 'M',
      status: 'available',
      deleted: false,
    })
})

test('[R4] a check-out refused because nobody is there who got the thing is entered for who did', async () => {
  const picks = createPicks(server)
  const [helmet] = await picks.free(1)
  const person = await picks.person()
  const entry = entryOf(other, helmet!.id, { toHolderId: uuidv7(), note: 'Loose strap' })
  await other.push('transactions', [{ newDocumentState: entry }])
  await openReviewOf(entry.id, 'rejected')
  await answer('Put it right').check()
  await options().getByRole('searchbox').fill(person.name)
  await options().getByRole('listitem').getByRole('button', { name: person.name }).first().click()
  await outcome().getByText(`goes to ${person.name}`).waitFor()
  await page.getByRole('button', { name: 'Decide', exact: true }).click()
  await expect
    .poll(() => row('equipment', helmet!.id), PATIENT)
    .toMatchObject({
      status: 'checked_out',
      holder_id: person.id,
      custody_id: entry.id,
    })
  expect(await row('transactions', entry.id)).toMatchObject({
    actor_id: other.userId,
    note: 'Loose strap',
  })
})

test('[S2] [R4] of a thing that two devices moved a manager says that it is lost, and who had it last, or that it is being repaired', async () => {
  const picks = createPicks(server)
  const [lost, broken] = await picks.free(3).then(([_first, ...two]) => two)
  const [ann, ben] = [await picks.person(), await picks.person()]
  for (const thing of [lost!, broken!]) {
    const [stored] = await server.rows('northridge', 'equipment', `id = '${thing.id}'`)
    const custody = stored?.custody_id
    const previous = typeof custody === 'string' ? { previousId: custody } : {}
    for (const [device, toHolderId] of [
      [writer, ann.id],
      [other, ben.id],
    ] as const) {
      const entry = entryOf(device, thing.id, { toHolderId, ...previous })
      await device.push('transactions', [{ newDocumentState: entry }])
    }
  }
  await openReviewOf(lost!.id, 'custody-fork')
  await answer('It is lost').check()
  await outcome().getByText(`${lost!.code} is lost.`).waitFor()
  await options().getByRole('searchbox').fill(ann.name)
  await options().getByRole('listitem').getByRole('button', { name: ann.name }).first().click()
  await outcome().getByText(`${lost!.code} is lost. ${ann.name} had it last.`).waitFor()
  await page.getByRole('button', { name: 'Decide', exact: true }).click()
  await expect
    .poll(() => row('equipment', lost!.id), PATIENT)
    .toMatchObject({
      status: 'lost',
      holder_id: ann.id,
    })

  await openReviewOf(broken!.id, 'custody-fork')
  await answer('It is in maintenance').check()
  await page.getByRole('button', { name: 'Decide', exact: true }).click()
  await expect
    .poll(() => row('equipment', broken!.id), PATIENT)
    .toMatchObject({
      status: 'in_maintenance',
      holder_id: null,
    })
})
