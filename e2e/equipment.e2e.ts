import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Role } from '../shared/roles.ts'
import { scanByHand } from './support/hand-scanner.ts'
import { startTestServer, type TestServer } from './support/server.ts'
import { PHONE, type SignedInDevice } from './support/sign-in-on.ts'
import { signInDevice } from './support/signed-in-device.ts'
import { createPicks } from './support/station-picks.ts'

let server: TestServer
const devices: SignedInDevice[] = []
beforeAll(async () => {
  server = await startTestServer()
})
afterEach(async () => {
  for (const device of devices.splice(0)) {
    expect(device.faults).toEqual([])
    await device.close()
  }
})
afterAll(() => server.remove())

async function device(role: Role = 'EQUIPMENT_MANAGER', options: Parameters<typeof signInDevice>[2] = {}) {
  const made = await signInDevice(server, role, options)
  devices.push(made)
  return made
}

/** Looks until it is so: a page and a server on a busy machine take their time. */
const eventually = <T>(look: () => T) => expect.poll(look, { timeout: 30_000 })

const taken = new Set<string>()
/** A serialized thing that nobody has and that may be issued; another one at each call. */
async function freeThing(): Promise<{ id: string; tag: string; name: string }> {
  const open = await server.rows('northridge', 'reviews', `state = 'open'`)
  const inReview = new Set(open.map((review) => String(review.document_id)))
  const free = await server.rows(
    'northridge',
    'equipment',
    `kind = 'serialized' and status = 'available' and tag_code is not null and not deleted
     and coalesce(condition, 'good') <> 'unsafe' and pending_deletion is not true
     and (recertify_by is null or recertify_by > now() + interval '30 days')
     and (retire_by is null or retire_by > now() + interval '30 days')
     order by id desc`,
  )
  const row = free.find(({ id }) => !inReview.has(String(id)) && !taken.has(String(id)))
  if (!row) throw new Error('The demo school is too small.')
  taken.add(String(row.id))
  return { id: String(row.id), tag: String(row.tag_code), name: String(row.name) }
}

async function thing(id: string) {
  const [row] = await server.rows('northridge', 'equipment', `id = '${id}'`)
  return row
}

async function count(where: string): Promise<number> {
  return (await server.rows('northridge', 'equipment', where)).length
}

test('search narrows as one types, a filter is an address, and back takes it off again', async () => {
  const { page, goto } = await device()
  await goto('/equipment')
  const total = await count('not deleted')
  const found = page.locator('main header [role=status]')
  await eventually(() => found.textContent()).toBe(`${total.toLocaleString('en')} pieces`)

  const lost = await count(`not deleted and status = 'lost'`)
  await page.getByRole('link', { name: /^Lost/ }).click()
  await eventually(() => found.textContent()).toBe(`${lost} pieces`)
  expect(new URL(page.url()).search).toBe('?status=lost')
  await page.reload()
  await eventually(() => found.textContent()).toBe(`${lost} pieces`)
  await page.goBack()
  await eventually(() => found.textContent()).toBe(`${total.toLocaleString('en')} pieces`)

  const one = await freeThing()
  await page.getByRole('searchbox').fill(one.tag.toLowerCase())
  await page.locator('[data-index="0"]').getByText(one.tag, { exact: true }).waitFor()
  await page.getByRole('searchbox').press('Enter')
  await page.getByRole('heading', { level: 1, name: one.name }).waitFor()
  await page.goBack()
  await eventually(() => page.getByRole('searchbox').inputValue()).toBe(one.tag.toLowerCase())
})

test('a hand scanner opens the thing from the list, wherever the keyboard is', async () => {
  const { page, goto } = await device()
  const one = await freeThing()
  await goto('/equipment')
  await page.locator('[data-index="0"] a').focus()
  await scanByHand(page, one.tag)
  await page.waitForURL(`**/equipment/${one.id}`)
  await page.goBack()
  await page.getByRole('searchbox').focus()
  await scanByHand(page, one.tag)
  await page.waitForURL(`**/equipment/${one.id}`)
})

test('[D2] a check-out on a thing’s page is saved without a network and confirmed when there is one', async () => {
  const { page, goto, confirmed, online } = await device('COACH')
  const one = await freeThing()
  await goto(`/equipment/${one.id}`)
  await page.getByRole('button', { name: 'Check out' }).waitFor()
  await online(false)
  await page.getByRole('button', { name: 'Check out' }).click()
  const dialog = page.getByRole('dialog')
  const { name } = await createPicks(server).person()
  await dialog.getByRole('searchbox').fill(name)
  await dialog.getByRole('listitem').filter({ hasText: name }).getByRole('button').click()
  await dialog.getByRole('button', { name: 'Check out' }).click()
  await page.getByText(`${one.tag} is checked out`).waitFor()
  await page.getByRole('list', { name: 'History' }).getByText('Not yet confirmed').waitFor()
  expect((await thing(one.id))?.status).toBe('available')

  await page.reload()
  await page.getByRole('link', { name, exact: true }).waitFor()
  await page.getByText('Older entries need a connection.').waitFor()
  await online(true)
  await confirmed()
  await eventually(async () => (await thing(one.id))?.status).toBe('checked_out')
  await eventually(() =>
    page.getByRole('list', { name: 'History' }).getByText('Not yet confirmed').count(),
  ).toBe(0)
  const entries = await server.rows(
    'northridge',
    'transactions',
    `equipment_id = '${one.id}' and type = 'check_out' and received_at > now() - interval '5 minutes'`,
  )
  expect(entries).toHaveLength(1)

  await page.getByRole('button', { name: 'Return' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Return' }).click()
  await page.getByText(`${one.tag} is returned`).waitFor()
  await confirmed()
  await eventually(async () => (await thing(one.id))?.status).toBe('available')
})

test('a form says what is wrong per field, keeps what was typed across a reload, and adds one or many', async () => {
  const { page, goto, confirmed } = await device()
  await goto('/equipment/new')
  await page.getByLabel('Name').waitFor()
  await scanByHand(page, 'E2E-NEW-1')
  expect(await page.getByLabel('Tag code').inputValue()).toBe('E2E-NEW-1')
  await page.getByLabel('Price in dollars').fill('twelve')
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await page.getByText('This is needed.').waitFor()
  await page.getByText('Enter an amount such as 129.95.').waitFor()
  await eventually(() => page.evaluate(() => document.activeElement?.getAttribute('aria-invalid'))).toBe(
    'true',
  )

  await page.getByLabel('Name').fill('Pylon camera')
  await page.reload()
  await page.getByText('What you entered before is still here.').waitFor()
  expect(await page.getByLabel('Name').inputValue()).toBe('Pylon camera')
  expect(await page.getByLabel('Price in dollars').inputValue()).toBe('twelve')
  await page.getByLabel('Price in dollars').fill('1,299.95')
  await page.getByRole('button', { name: 'Add, then another' }).click()
  await page.getByText('E2E-NEW-1 is added').waitFor()
  expect(await page.getByLabel('Name').inputValue()).toBe('Pylon camera')
  expect(await page.getByLabel('Tag code').inputValue()).toBe('')

  await page.getByLabel('Many of the same, counted').check()
  await page.getByLabel('Name').fill('Cones')
  await page.getByLabel('How many there are').fill('40')
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await page.getByRole('heading', { level: 1, name: 'Cones' }).waitFor()
  await confirmed()
  await eventually(() => server.rows('northridge', 'equipment', `tag_code = 'E2E-NEW-1'`)).toMatchObject([
    { name: 'Pylon camera', purchase_price_cents: '129995', status: 'available' },
  ])
  await eventually(() =>
    server.rows('northridge', 'equipment', `name = 'Cones' and kind = 'bulk' and quantity = 40`),
  ).toHaveLength(1)
})

test('counted pieces that two people have come back from the one who is named', async () => {
  const { page, goto, confirmed } = await device('COACH')
  const given = await server.rows('northridge', 'transactions', `type = 'check_out'`)
  const [balls] = (
    await server.rows('northridge', 'equipment', `kind = 'bulk' and quantity >= 5 and not deleted`)
  ).filter(({ id }) => !given.some((entry) => entry.equipment_id === id))
  await goto(`/equipment/${balls?.id}`)
  const dialog = page.getByRole('dialog')
  const picks = createPicks(server)
  const [ann, ben] = [await picks.person(), await picks.person()]
  for (const { name } of [ann, ben]) {
    await page.getByRole('button', { name: 'Check out' }).click()
    await dialog.getByRole('searchbox').fill(name)
    await dialog.getByRole('listitem').filter({ hasText: name }).getByRole('button').click()
    await dialog.getByLabel('How many').fill('2')
    await dialog.getByRole('button', { name: 'Check out' }).click()
    await dialog.waitFor({ state: 'detached' })
  }
  await page.getByRole('button', { name: 'Return' }).click()
  await dialog.getByRole('button', { name: 'Return' }).click()
  await dialog.getByText('This is needed.').waitFor()
  await dialog.getByLabel('Who has them').selectOption({ label: `${ann.name} (2)` })
  await dialog.getByRole('button', { name: 'Return' }).click()
  await dialog.waitFor({ state: 'detached' })
  const ledger = () =>
    server.rows(
      'northridge',
      'transactions',
      `equipment_id = '${balls?.id}' and type in ('check_out', 'check_in') order by occurred_at`,
    )
  await eventually(ledger).toHaveLength(3)
  await confirmed()
  const entries = await ledger()
  expect(entries[2]).toMatchObject({
    type: 'check_in',
    from_holder_id: entries[0]?.to_holder_id,
    quantity: '1',
  })
})

test('two devices edit different fields of a thing apart, and both edits stand on both', async () => {
  const one = await freeThing()
  const [left, right] = [await device(), await device()]
  for (const { page, goto, online } of [left, right]) {
    await goto(`/equipment/${one.id}/edit`)
    await page.getByLabel('Model').waitFor()
    await online(false)
  }
  await left.page.getByLabel('Maker').fill('Left Works')
  await left.page.getByRole('button', { name: 'Save' }).click()
  await right.page.getByLabel('Model').fill('Right Model')
  await right.page.getByRole('button', { name: 'Save' }).click()
  for (const { page, online, confirmed } of [left, right]) {
    await page.getByRole('heading', { level: 1, name: one.name, exact: true }).waitFor()
    await online(true)
    await confirmed()
  }
  for (const { page } of [left, right]) {
    await page.getByText('Left Works').waitFor()
    await page.getByText('Right Model').waitFor()
  }
  expect(await thing(one.id)).toMatchObject({ manufacturer: 'Left Works', model: 'Right Model' })
})

test('[S5] two devices add the same thing without a network: it is one thing, and the page of the second leads to it', async () => {
  const [left, right] = [await device(), await device()]
  for (const [{ page, goto, online }, label, value] of [
    [left, 'Maker', 'Left Works'],
    [right, 'Model', 'Right Model'],
  ] as const) {
    await goto('/equipment/new')
    await page.getByLabel('Name').waitFor()
    await online(false)
    await page.getByLabel('Name').fill('Chain set')
    await page.getByLabel('Tag code').fill('E2E-TWIN-1')
    await page.getByLabel(label).fill(value)
    await page.getByRole('button', { name: 'Add', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: 'Chain set', exact: true }).waitFor()
  }
  const [first, second] = [new URL(left.page.url()).pathname, new URL(right.page.url()).pathname]
  for (const { online, confirmed } of [left, right]) {
    await online(true)
    await confirmed()
  }
  await eventually(() => new URL(right.page.url()).pathname).toBe(first)
  for (const { page } of [left, right]) {
    await page.getByText('Left Works').waitFor()
    await page.getByText('Right Model').waitFor()
  }
  await left.goto(second)
  await eventually(() => new URL(left.page.url()).pathname).toBe(first)
  expect(
    await server.rows('northridge', 'equipment', `tag_code = 'E2E-TWIN-1' and not deleted`),
  ).toMatchObject([{ manufacturer: 'Left Works', model: 'Right Model' }])
})

test('two devices edit the same field apart: the stored one stays, the other is in a review', async () => {
  const one = await freeThing()
  const [first, second] = [await device(), await device()]
  for (const { page, goto, online } of [first, second]) {
    await goto(`/equipment/${one.id}/edit`)
    await page.getByLabel('Model').waitFor()
    await online(false)
  }
  await first.page.getByLabel('Model').fill('Said first')
  await first.page.getByRole('button', { name: 'Save' }).click()
  await second.page.getByLabel('Model').fill('Said second')
  await second.page.getByRole('button', { name: 'Save' }).click()
  await second.page.getByText('Said second').waitFor()
  await first.page.getByText('Said first').waitFor()
  await first.online(true)
  await first.confirmed()
  await eventually(async () => (await thing(one.id))?.model).toBe('Said first')
  await second.online(true)
  await second.page.getByText('Said first').waitFor()
  expect(await second.page.getByText('Said second').count()).toBe(0)
  await eventually(() =>
    server.rows('northridge', 'reviews', `document_id = '${one.id}' and kind = 'overwritten'`),
  ).toMatchObject([{ state: 'settled', fields: ['model'] }])
})

test('what somebody else has put into a field that one is changing is shown before it is written over', async () => {
  const one = await freeThing()
  const [mine, other] = [await device(), await device()]
  await mine.goto(`/equipment/${one.id}/edit`)
  const model = mine.page.getByLabel('Model')
  await model.fill('Mine')
  let turn = 0
  /** The other one saves another model; the name, which this form shows in its title, tells when that is here. */
  const change = async (value: string) => {
    turn += 1
    await other.goto(`/equipment/${one.id}/edit`)
    await other.page.getByLabel('Model').fill(value)
    await other.page.getByLabel('Name', { exact: true }).fill(`${one.name} ${turn}`)
    await other.page.getByRole('button', { name: 'Save' }).click()
    await mine.page.getByRole('heading', { level: 1, name: `${one.name} ${turn}` }).waitFor()
  }
  const save = () => mine.page.getByRole('button', { name: 'Save', exact: true }).click()
  await change('Theirs')
  await save()
  const notice = mine.page.getByRole('alert')
  await notice.getByText('Model: Theirs is there by now, you entered Mine.').waitFor()
  await eventually(async () => (await thing(one.id))?.model).toBe('Theirs')
  await notice.getByRole('button', { name: 'Take what is there' }).click()
  expect(await model.inputValue()).toBe('Theirs')

  await model.fill('Mine after all')
  await change('Theirs again')
  await save()
  await notice.getByText('Theirs again').waitFor()
  await notice.getByRole('button', { name: 'Save what I entered' }).click()
  await mine.page.getByRole('heading', { level: 1, name: `${one.name} 2`, exact: true }).waitFor()
  await eventually(async () => (await thing(one.id))?.model).toBe('Mine after all')
  expect(await thing(one.id)).toMatchObject({ name: `${one.name} 2` })
})

test('a role is offered what it may do and nothing else', async () => {
  const one = await freeThing()
  const coach = await device('COACH', { size: PHONE })
  await coach.goto('/equipment')
  await coach.page.locator('[data-index="0"]').waitFor()
  expect(await coach.page.getByRole('link', { name: 'Add equipment' }).count()).toBe(0)
  await coach.goto(`/equipment/${one.id}`)
  await coach.page.getByRole('button', { name: 'More actions' }).click()
  const offered = await coach.page.getByRole('menuitem').allTextContents()
  expect(offered).toContain('Ask for deletion')
  for (const refused of ['Edit', 'Retire', 'Delete']) expect(offered).not.toContain(refused)

  await coach.page.getByRole('menuitem', { name: 'Ask for deletion' }).click()
  await coach.page.getByRole('dialog').getByRole('button', { name: 'Ask for deletion' }).click()
  await coach.page.getByText(`The deletion of ${one.tag} waits for a manager`).waitFor()
  await eventually(() =>
    server.rows('northridge', 'reviews', `document_id = '${one.id}' and kind = 'deletion'`),
  ).toMatchObject([{ state: 'open' }])
  expect(await thing(one.id)).toMatchObject({ deleted: false, pending_deletion: true })
})

test('a member sees what is issued to them, and can say that it is damaged', async () => {
  const member = await device('USER', { size: PHONE })
  await member.goto('/equipment')
  await member.page.getByRole('heading', { level: 1, name: 'My items' }).waitFor()
  const cards = member.page.getByRole('main').getByRole('listitem')
  await cards.first().waitFor()
  const own = await member.page.getByRole('link', { name: 'My record' }).getAttribute('href')
  expect(await cards.count()).toBe(await count(`not deleted and holder_id = '${own?.split('/').at(-1)}'`))

  await cards.first().getByRole('button', { name: 'Report damage' }).click()
  const dialog = member.page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Report damage' }).click()
  await dialog.getByText('This is needed.').waitFor()
  await dialog.getByLabel('What is wrong').fill('The chin strap is torn')
  await dialog.getByRole('button', { name: 'Report damage' }).click()
  await member.page.getByText(/^Damage to .* is reported$/).waitFor()
  await eventually(() =>
    server.rows('northridge', 'transactions', `type = 'report_damaged' and note = 'The chin strap is torn'`),
  ).toHaveLength(1)
})
