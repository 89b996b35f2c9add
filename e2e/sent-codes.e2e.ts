import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startMailServer, type TestMailServer, textOf } from '../sync-server/messages/test-mail-server.ts'
import { startTwilio, type TestTwilio } from '../sync-server/messages/test-twilio.ts'
import {
  type AppBrowser,
  fillSignIn,
  openAppBrowser,
  signedInPage,
  submitSignIn,
} from './support/app-browser.ts'
import { startTestServer, type TestServer } from './support/server.ts'

const NUMBER = '+15035550142'

let mail: TestMailServer
let twilio: TestTwilio
let server: TestServer
const browsers: AppBrowser[] = []
beforeAll(async () => {
  ;[mail, twilio] = await Promise.all([startMailServer(), startTwilio()])
  server = await startTestServer({
    SMTP_URL: mail.url,
    MAIL_FROM: 'ETrax <gear@district.example>',
    TWILIO_ACCOUNT_SID: `AC${'0123456789abcdef'.repeat(2)}`,
    TWILIO_AUTH_TOKEN: 'token',
    TWILIO_FROM: '+15035550100',
    TWILIO_BASE_URL: twilio.url,
  })
})
afterAll(async () => {
  for (const browser of browsers) await browser.close()
  await server?.remove()
  await mail?.stop()
  await twilio?.close()
})

async function browser() {
  const opened = await openAppBrowser(server)
  browsers.push(opened)
  return opened
}

const coach = () => server.signIn('northridge', 'COACH')
const digitsIn = (text: string) => /\b\d{8}\b/.exec(text)?.[0] ?? ''
const codesByMail = () =>
  mail.mails.filter(({ to }) => to.includes(coach().email)).flatMap((one) => digitsIn(textOf(one)) || [])
const codesBySms = () => twilio.received.filter(({ to }) => to === NUMBER).map(({ body }) => digitsIn(body))

/** The count-th code that arrives. */
async function arrived(codes: () => readonly string[], count: number): Promise<string> {
  await expect.poll(() => codes().length).toBe(count)
  return codes()[count - 1] ?? ''
}
const type = (page: Page, code: string) => page.getByLabel('Code', { exact: true }).fill(code)

test('a coach sets up codes by e-mail and by text message, and sees the number by its end alone', async () => {
  const page = await signedInPage(await browser(), coach(), '/settings')
  await page.getByRole('button', { name: 'Add codes by e-mail' }).click()
  const byMail = page.getByRole('dialog', { name: 'Add codes by e-mail' })
  await byMail.getByText('Weaker than an app').waitFor()
  expect(codesByMail()).toEqual([])
  await byMail.getByRole('button', { name: 'Send the code' }).click()
  const code = await arrived(codesByMail, 1)
  await byMail.getByRole('button', { name: /^Send again in/ }).waitFor()
  await byMail.getByRole('button', { name: 'Confirm' }).click()
  await byMail.getByText('Enter the eight digits.').waitFor()
  await type(page, '00000000')
  await byMail.getByRole('button', { name: 'Confirm' }).click()
  await byMail.getByText('This code does not fit.').waitFor()
  await type(page, `${code.slice(0, 4)} ${code.slice(4)}`)
  await byMail.getByRole('button', { name: 'Confirm' }).click()
  await page.getByRole('button', { name: 'I have kept them' }).click()
  await page.getByRole('button', { name: 'Leave them signed in' }).click()

  await page.getByRole('button', { name: 'Add codes by text message' }).click()
  const bySms = page.getByRole('dialog', { name: 'Add codes by text message' })
  await bySms.getByLabel('Telephone number').fill('503 555 0142')
  await bySms.getByRole('button', { name: 'Send the code' }).click()
  await bySms.getByText('Enter the number with + and the country').waitFor()
  await bySms.getByLabel('Telephone number').fill('+1 (503) 555-0142')
  await bySms.getByRole('button', { name: 'Send the code' }).click()
  await type(page, await arrived(codesBySms, 1))
  await bySms.getByRole('button', { name: 'Confirm' }).click()
  await page.getByRole('button', { name: 'Leave them signed in' }).click()
  const list = page.getByRole('list', { name: 'Second factors' })
  await list.getByText('Code by text message (number ending in 42)').waitFor()
  expect(await list.textContent()).not.toContain('0142')
  await page.getByRole('button', { name: 'Change the telephone number' }).waitFor()
  expect(await page.getByRole('button', { name: 'Add codes by e-mail' }).count()).toBe(0)
})

test('elsewhere a code is sent when it is asked for, by the way that is chosen, and signs in', async () => {
  const page = await (await browser()).open('/')
  await fillSignIn(page, coach())
  await submitSignIn(page)
  await page.getByRole('heading', { name: 'One more step' }).waitFor()
  await page.getByText('A code is sent to your e-mail address.').waitFor()
  expect(codesByMail()).toHaveLength(1)
  await page.getByRole('button', { name: 'Send the code' }).click()
  const mailed = await arrived(codesByMail, 2)
  const field = page.getByLabel('Code', { exact: true })
  await field.waitFor()
  expect(await field.getAttribute('autocomplete')).toBe('one-time-code')
  expect(await field.getAttribute('inputmode')).toBe('numeric')

  // Another way: the code that came by the first one is void then.
  await page.getByText('Code by text message', { exact: true }).click()
  await page.getByRole('button', { name: 'Send the code' }).click()
  const texted = await arrived(codesBySms, 2)
  await field.fill(mailed)
  await page.getByRole('button', { name: 'Go on' }).click()
  await page.getByText('This code does not fit.').waitFor()
  await field.fill(texted)
  await page.getByRole('button', { name: 'Go on' }).click()
  await page.getByRole('heading', { name: 'Station' }).waitFor()
})
