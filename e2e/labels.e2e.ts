import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import jsqr from 'jsqr'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type DeskDevice, openDesk } from './support/desk-device.ts'
import { type PdfPage, pdfPages, pictureOf } from './support/pdf-picture.ts'
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

/** Tagged things of the demo, in the order in which their ids are given. */
async function things(count: number) {
  const found = await server.rows(
    'northridge',
    'equipment',
    `tag_code is not null and not deleted and status <> 'retired' order by id limit ${count}`,
  )
  return found.map((row) => ({ id: String(row.id), code: String(row.tag_code) }))
}

async function labelsOf(ids: readonly string[], sheet: string): Promise<Page> {
  const page = await device.open(`/labels?ids=${ids.join(',')}`)
  await page.getByLabel('Label sheet', { exact: true }).selectOption(sheet)
  await page.getByRole('button', { name: /^Print/, disabled: false }).waitFor()
  await expect.poll(() => page.locator('.label-qr').count(), { timeout: 60_000 }).toBe(ids.length)
  return page
}

const printed = async (page: Page) => pdfPages(await page.pdf({ preferCSSPageSize: true }))

/** What a scanner reads from one label's place on the paper, in mm. */
function read(
  page: PdfPage | undefined,
  x: number,
  y: number,
  width: number,
  height: number,
): string | undefined {
  if (!page) return undefined
  const picture = pictureOf(page, { x, y, width, height })
  return jsqr(picture.data, picture.width, picture.height)?.data
}

test('[labels] thirty labels of an Avery 5160 sheet print on one Letter page, each code within its own label', async () => {
  const chosen = await things(30)
  const page = await labelsOf(
    chosen.map(({ id }) => id),
    'avery5160',
  )
  const pages = await printed(page)
  expect(pages.map(({ width, height }) => [Math.round(width * 10), Math.round(height * 10)])).toEqual([
    [2159, 2794],
  ])
  const codes = chosen.map((_, index) => {
    const column = index % 3
    const row = Math.floor(index / 3)
    return read(pages[0], 4.7625 + column * 69.85, 12.7 + row * 25.4, 66.675, 25.4)
  })
  expect(codes).toEqual(chosen.map(({ code }) => code))
})

test('[labels] a begun A4 sheet is filled from its first free label, and the rest goes on a second sheet', async () => {
  const chosen = await things(5)
  const page = await labelsOf(
    chosen.map(({ id }) => id),
    'averyL7160',
  )
  await page.getByLabel('First label to print on').fill('19')
  await page.keyboard.press('Tab')
  await page.getByText('on 2 sheets').waitFor()
  const pages = await printed(page)
  expect(pages.map(({ width, height }) => [Math.round(width), Math.round(height)])).toEqual([
    [210, 297],
    [210, 297],
  ])
  const place = (column: number, row: number) =>
    [7.21 + column * 66.04, 15.15 + row * 38.1, 63.5, 38.1] as const
  expect([
    read(pages[0], ...place(0, 6)),
    read(pages[0], ...place(1, 6)),
    read(pages[0], ...place(2, 6)),
  ]).toEqual(chosen.slice(0, 3).map(({ code }) => code))
  expect([read(pages[1], ...place(0, 0)), read(pages[1], ...place(1, 0))]).toEqual(
    chosen.slice(3).map(({ code }) => code),
  )
  expect(read(pages[0], ...place(0, 0))).toBeUndefined()
})

test('[labels] a label printer gets one page of its own size for each label', async () => {
  const chosen = await things(3)
  const page = await labelsOf(
    chosen.map(({ id }) => id),
    'roll54x25',
  )
  const pages = await printed(page)
  expect(pages.map(({ width, height }) => [Math.round(width), Math.round(height)])).toEqual([
    [54, 25],
    [54, 25],
    [54, 25],
  ])
  expect(pages.map((one) => read(one, 0, 0, 54, 25))).toEqual(chosen.map(({ code }) => code))
})

test('[labels] the line of a test print measures 100 mm', async () => {
  const chosen = await things(1)
  const page = await labelsOf(
    chosen.map(({ id }) => id),
    'avery5163',
  )
  await page.getByText('Test on plain paper').click()
  await page.getByText('100 mm', { exact: true }).waitFor()
  const [sheet] = await printed(page)
  const longest = Math.max(
    ...(sheet?.boxes ?? [])
      .filter(({ width, height }) => height < 1 && width < 200)
      .map(({ width }) => width),
  )
  expect(Math.abs(longest - 100)).toBeLessThan(0.3)
})

test('[labels] blank codes are new, all different, and scan', async () => {
  const page = await device.open('/labels')
  await page.getByText('Blank new codes').click()
  await page.getByLabel('Label sheet', { exact: true }).selectOption('avery5163')
  await page.getByLabel('How many').fill('4')
  await page.keyboard.press('Tab')
  await expect.poll(() => page.locator('.label-qr').count()).toBe(4)
  const shown = await page.locator('.label-code').allTextContents()
  const [sheet] = await printed(page)
  const scanned = [0, 1, 2, 3].map((index) =>
    read(sheet, 3.97 + (index % 2) * 106.36, 12.7 + Math.floor(index / 2) * 50.8, 101.6, 50.8),
  )
  expect(scanned).toEqual(shown)
  expect(new Set(shown).size).toBe(4)
  for (const code of shown) expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{8}$/)
})

test('[labels] things without a tag code get one by one tap, saved like any write', async () => {
  const page = await device.open('/import')
  const path = join(device.folder, 'untagged.csv')
  await writeFile(path, 'Item Name\nUntaggedthing one\nUntaggedthing two\n')
  await page.locator('input[type=file]').setInputFiles(path)
  await page.getByRole('button', { name: 'Import 2 rows' }).click()
  await page.getByText('Done', { exact: true }).waitFor()

  await page.goto(new URL('/labels?q=Untaggedthing', server.url()).href)
  await page.getByText('2 of these have no tag code').waitFor()
  await page.getByRole('button', { name: 'Give them codes' }).click()
  await expect.poll(() => page.locator('.label-qr').count(), { timeout: 60_000 }).toBe(2)
  const shown = await page.locator('.label-code').allTextContents()
  await expect
    .poll(
      async () =>
        (await server.rows('northridge', 'equipment', "name like 'Untaggedthing%'"))
          .map((row) => row.tag_code)
          .sort(),
      { timeout: 60_000 },
    )
    .toEqual(shown.toSorted())
  expect(new Set(shown).size).toBe(2)
})
