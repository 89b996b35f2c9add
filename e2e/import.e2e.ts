import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { confirmed, type DeskDevice, openDesk } from './support/desk-device.ts'
import { startTestServer, type TestServer } from './support/server.ts'

let server: TestServer
let device: DeskDevice
beforeAll(async () => {
  server = await startTestServer()
  device = await openDesk(server)
})
afterEach(async () => {
  for (const page of device.context.pages().slice(1)) await page.close()
})
afterAll(async () => {
  await device?.close()
  await server?.remove()
})

async function choose(page: Page, name: string, contents: string | Uint8Array) {
  const path = join(device.folder, name)
  await writeFile(path, contents)
  await page.locator('input[type=file]').setInputFiles(path)
}

/** Waits for the outcome, then starts. Resolves when the import's own page is there. */
async function start(page: Page, rows: string) {
  await page.getByRole('button', { name: `Import ${rows}`, exact: true }).click()
  await page.waitForURL(/\/import\/[0-9a-f-]+$/)
}

const done = (page: Page) => page.getByText('Done', { exact: true }).waitFor({ timeout: 300_000 })
const rows = (where: string, table = 'equipment') =>
  server.rows('northridge', table, `${where} and not deleted`)

/** Waits until the server has so many; what is unsent shows nowhere else. */
const arrive = (number: number, where: string, table?: string) =>
  expect.poll(async () => (await rows(where, table)).length, { timeout: 300_000, interval: 500 }).toBe(number)

/** An export of 10,000 pieces as a tracker of another maker writes it. */
function tenThousand(): string {
  const lines = ['Asset Tag,Item Name,Serial No.,Category,Location,Condition,Purchase Cost,Locker Colour']
  for (let index = 1; index <= 10_000; index += 1) {
    const number = String(index).padStart(5, '0')
    lines.push(
      `BULK-${number},Imported helmet ${number},BS-${number},Football > Imported helmets,Import cage ${index % 3},Good,"$1,${number.slice(2)}.50",Maroon`,
    )
  }
  return `\uFEFF${lines.join('\r\n')}\r\n`
}

test('[import] undo removes what nobody touched, restores what was updated, and lists what was changed since', async () => {
  const page = await device.open('/import')
  const first = 'Tag,Name,Model\nUNDO-1,Undo ball,Old model\n'
  await choose(page, 'before.csv', first)
  await start(page, 'one row')
  await done(page)

  const [holder] = await rows('badge_code is not null and active', 'people')
  await page.goto(new URL('/import', server.url()).href)
  await choose(
    page,
    'mixed.csv',
    'Tag,Name,Model,Category,Status,Checked Out To\n' +
      'UNDO-1,Undo ball,New model,,,\n' +
      'UNDO-2,Undo bat,M2,Undo things,Lost,\n' +
      'UNDO-3,Undo cap,M3,Undo things,,\n' +
      `UNDO-4,Undo hat,M4,Other undo things,Checked Out,${String(holder?.badge_code)}\n`,
  )
  await page.getByText('Update by the file').click()
  await start(page, '4 rows')
  await done(page)
  await arrive(4, "model in ('New model', 'M2', 'M3', 'M4')")
  await arrive(1, "tag_code = 'UNDO-2' and status = 'lost'")
  await arrive(1, `tag_code = 'UNDO-4' and status = 'checked_out' and holder_id = '${holder?.id}'`)

  // Somebody changes one of them.
  const [cap] = await server.rows('northridge', 'equipment', "tag_code = 'UNDO-3'")
  const edit = await device.open(`/equipment/${cap?.id}/edit`)
  await edit.getByRole('textbox', { name: /^Size/ }).fill('XXL')
  await edit.getByRole('button', { name: 'Save' }).click()
  await arrive(1, "tag_code = 'UNDO-3' and size = 'XXL'")
  await edit.close()

  await page.getByRole('button', { name: 'Undo this import' }).click()
  await page.getByRole('button', { name: 'Undo it' }).click()
  await page.getByText('Removed 2, restored 1, kept 2').waitFor({ timeout: 60_000 })
  const kept = page
    .getByRole('region', { name: 'Kept (2)' })
    .or(page.locator('section', { hasText: 'Kept (2)' }))
  await kept.getByText('Undo cap').waitFor()
  await kept.getByText('changed since').waitFor()
  await kept.getByText('still in use').waitFor()
  await arrive(2, "tag_code like 'UNDO-%'")
  await arrive(1, "tag_code = 'UNDO-1' and model = 'Old model'")
  await arrive(1, "name ilike '%undo things'", 'categories')

  const things = await server.rows('northridge', 'equipment', "tag_code like 'UNDO-%' order by tag_code")
  expect(things.map(({ tag_code, deleted, model, size }) => [tag_code, deleted, model, size])).toEqual([
    ['UNDO-1', false, 'Old model', null],
    ['UNDO-2', true, 'M2', null],
    ['UNDO-3', false, 'M3', 'XXL'],
    ['UNDO-4', true, 'M4', null],
  ])
  // What was given out by the import has come back before it was removed: no review asks for a decision.
  const [hat] = things.slice(-1)
  const reviews = await server.rows('northridge', 'reviews', `document_id = '${hat?.id}'`)
  expect(reviews).toEqual([])
  const names = await server.rows('northridge', 'categories', "name ilike '%undo things' order by name")
  expect(names.map(({ name, deleted }) => [name, deleted])).toEqual([
    ['Other undo things', true],
    ['Undo things', false],
  ])
})

test('[import] [D1] without a connection an import works as a whole, and is sent later', async () => {
  const page = await device.open('/import')
  await page.getByRole('heading', { name: 'Import', exact: true }).waitFor()
  await server.kill()
  await choose(
    page,
    'roster.csv',
    'Student ID,Last Name,First Name,Team,Jersey #,Helmet Size\n900001,Importson,Ada,Imported Eagles,12,L\n900001,Importson,Ada,Imported Hawks,,\n900002,Núñez,José,Imported Eagles,13,M\n',
  )
  await start(page, '2 rows')
  await done(page)
  await page.getByText('Stayed out').waitFor()
  await server.start()
  await arrive(2, "badge_code like '90000%'", 'people')
  const people = await server.rows('northridge', 'people', "badge_code like '90000%' order by badge_code")
  expect(people.map(({ name, jersey_number, sizes }) => [name, jersey_number, sizes])).toEqual([
    ['Ada Importson', '12', { Helmet: 'L' }],
    ['José Núñez', '13', { Helmet: 'M' }],
  ])
  expect(people[0]?.team_ids).toHaveLength(2)
})

test('[import] rows that stayed out are downloaded with their reasons, mended, and imported again', async () => {
  const page = await device.open('/import')
  await choose(
    page,
    'inventory.csv',
    'Barcode;Name;Qty\nMEND-1;Ball;\n1,23457E+11;"=HYPERLINK(""x"")";\nMEND-1;Twice;\nMEND-4;Cones;40\n',
  )
  await start(page, '2 rows')
  await done(page)
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download as CSV' }).click(),
  ])
  const chunks: Buffer[] = []
  for await (const chunk of await download.createReadStream()) chunks.push(Buffer.from(chunk))
  const text = Buffer.concat(chunks).toString('utf8')
  expect(download.suggestedFilename()).toBe('inventory-rows-to-mend.csv')
  expect(text).toBe(
    '\uFEFFBarcode,Name,Qty,Line,Problem\r\n' +
      '"1,23457E+11","\'=HYPERLINK(""x"")",,3,"Barcode: A spreadsheet shortened this code to “1,23457E+11”. Its digits are lost."\r\n' +
      'MEND-1,Twice,,4,Tag code: “MEND-1” stands on line 2 already.\r\n',
  )

  await page.goto(new URL('/import', server.url()).href)
  await choose(page, 'mended.csv', text.replace('"1,23457E+11"', 'MEND-2').replace('MEND-1,', 'MEND-3,'))
  await start(page, '2 rows')
  await done(page)
  await arrive(4, "tag_code like 'MEND-%'")
  const things = await server.rows('northridge', 'equipment', "tag_code like 'MEND-%' order by tag_code")
  expect(
    things.map(({ tag_code, name, kind, quantity, custom }) => [tag_code, name, kind, quantity, custom]),
  ).toEqual([
    ['MEND-1', 'Ball', 'serialized', null, null],
    ['MEND-2', '=HYPERLINK("x")', 'serialized', null, null],
    ['MEND-3', 'Twice', 'serialized', null, null],
    ['MEND-4', 'Cones', 'bulk', '40', null],
  ])
})

test('[import] a workbook is refused with what to do, and nothing is written', async () => {
  const page = await device.open('/import')
  await choose(page, 'gear.csv', Uint8Array.from([0x50, 0x4b, 3, 4, ...Buffer.from('[Content_Types].xml')]))
  await page.getByText('This is an Excel or LibreOffice workbook').waitFor()
  await page.getByRole('button', { name: 'Another file' }).click()
  await page.getByText('Drop a CSV file here').waitFor()
  expect(await page.getByRole('link', { name: /gear\.csv/ }).count()).toBe(0)
})

test('[import] [D6] signing out names an import that is not finished, and offers what is left of it as a file', async () => {
  const own = await openDesk(server)
  const page = await own.open('/import')
  const lines = Array.from({ length: 3_000 }, (_, index) => `LEFT-${index},Left ball ${index}`)
  const path = join(own.folder, 'left.csv')
  await writeFile(path, `Tag,Name\n${lines.join('\n')}\n`)
  await page.locator('input[type=file]').setInputFiles(path)
  await start(page, '3,000 rows')
  await page.getByRole('button', { name: 'Stop' }).click()
  await page.getByText('This import is not finished').waitFor()

  await page.goto(new URL('/sync', server.url()).href)
  await page.getByRole('button', { name: 'Sign out' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('The import of left.csv is not finished').waitFor()
  await dialog.getByRole('link', { name: 'Look at it' }).waitFor()
  expect(await dialog.getByRole('button', { name: 'Sign out', exact: true }).count()).toBe(0)
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('button', { name: 'Save file and sign out' }).click(),
  ])
  const parts: Buffer[] = []
  for await (const part of await download.createReadStream()) parts.push(Buffer.from(part))
  const [kept] = JSON.parse(Buffer.concat(parts).toString('utf8')).imports
  expect(kept.record.fileName).toBe('left.csv')
  expect(kept.remaining.at(-1).writes.at(-1).fields).toMatchObject({ tagCode: 'LEFT-2999' })
  await page.waitForURL(/\/sign-in/)
  await own.close()
})

// The last: whatever comes after it works with 10,000 things more.
test('[import] 10,000 rows: the tab is closed in the middle, the import goes on, and every row arrives exactly once', {
  timeout: 900_000,
}, async () => {
  const page = await device.open('/import')
  await choose(page, 'tracker.csv', tenThousand())
  await start(page, '10,000 rows')
  const progress = page.getByRole('progressbar', { name: 'Writing rows' })
  await expect
    .poll(async () => Number(await progress.getAttribute('aria-valuenow')), { timeout: 180_000 })
    .toBeGreaterThan(1_000)
  await page.close()

  // Said on every page, not only where imports are.
  const again = await device.open('/settings')
  await again.getByText('The import of tracker.csv is not finished').waitFor()
  await again.getByRole('link', { name: 'Look at it' }).click()
  await again.getByText('This import is not finished').waitFor()
  await again.getByRole('button', { name: 'Go on' }).click()
  await done(again)
  await arrive(10_000, "tag_code like 'BULK-%'")
  await confirmed(again)

  const arrived = await rows("tag_code like 'BULK-%'")
  expect(arrived).toHaveLength(10_000)
  expect(new Set(arrived.map((row) => row.tag_code)).size).toBe(10_000)
  expect(await rows("name like 'Import cage%'", 'locations')).toHaveLength(3)
  expect(await rows("name = 'Imported helmets'", 'categories')).toHaveLength(1)
  const [last] = await server.rows('northridge', 'equipment', "tag_code = 'BULK-10000' and not deleted")
  expect(last).toMatchObject({
    name: 'Imported helmet 10000',
    serial: 'BS-10000',
    condition: 'good',
    purchase_price_cents: '100050',
    custom: { 'Locker Colour': 'Maroon' },
  })
  const open = await server.rows('northridge', 'reviews', "state = 'open' and collection = 'equipment'")
  expect(open.filter((review) => JSON.stringify(review).includes('BULK-'))).toEqual([])
})
