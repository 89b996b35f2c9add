import { afterAll, beforeAll, expect, test } from 'vitest'
import { startMailServer, type TestMailServer, textOf } from '../sync-server/messages/test-mail-server.ts'
import {
  type AppBrowser,
  fillSignIn,
  openAppBrowser,
  signedInPage,
  submitSignIn,
} from './support/app-browser.ts'
import { startTestServer, type TestServer } from './support/server.ts'

let mail: TestMailServer
let server: TestServer
let phone: AppBrowser
let office: AppBrowser
beforeAll(async () => {
  mail = await startMailServer()
  server = await startTestServer({ SMTP_URL: mail.url, MAIL_FROM: 'ETrax <gear@district.example>' })
  phone = await openAppBrowser(server)
  office = await openAppBrowser(server)
})
afterAll(async () => {
  for (const browser of [phone, office]) await browser?.close()
  await server?.remove()
  await mail?.stop()
})

const NEXT = 'gravel seven lanterns'

async function linkIn(address: string, count = 1): Promise<string> {
  const [link = ''] = /http:\S+\/join#\S+/.exec(textOf(await mail.mailTo(address, count))) ?? []
  return link
}

test('[v5.0.0-6.4.1] whoever has forgotten the password gets a link by mail, chooses another one and is at work', async () => {
  const { email, tenant } = server.signIn('northridge', 'COACH')
  const page = await phone.open('/sign-in')
  await page.getByLabel('School', { exact: true }).fill(tenant)
  await page.getByRole('link', { name: 'Forgotten password?' }).click()
  await page.getByRole('heading', { name: 'Forgotten password' }).waitFor()
  expect(await page.getByLabel('School', { exact: true }).inputValue()).toBe(tenant)
  await page.getByRole('button', { name: 'Send me a link' }).click()
  await page.getByText('Enter the e-mail address.').waitFor()

  // Of an address that nobody has, the page says what it says of every other.
  await page.getByLabel('E-mail address').fill('nobody@northridge.example')
  await page.getByRole('button', { name: 'Send me a link' }).click()
  await page.getByRole('main').getByText('If there is such an account, a mail is under way').waitFor()
  await page.getByRole('button', { name: 'Try another address' }).click()
  await page.getByLabel('E-mail address').fill(email)
  await page.getByRole('button', { name: 'Send me a link' }).click()
  await page.getByRole('main').getByText('If there is such an account, a mail is under way').waitFor()

  await page.goto(await linkIn(email))
  await page.getByLabel('New password').fill(NEXT)
  await page.getByRole('button', { name: 'Save password' }).click()
  await page.getByRole('link', { name: 'Sign in' }).click()
  await fillSignIn(page, { tenant, email, password: NEXT })
  await submitSignIn(page)
  await page.getByRole('heading', { name: 'Station' }).waitFor()
  expect(mail.mails.flatMap(({ to }) => to)).not.toContain('nobody@northridge.example')
})

test('an invitation goes by mail; one that is refused is told to the admin, who has it tried again', async () => {
  const email = 'jo.field@northridge.example'
  const admin = await signedInPage(office, server.signIn('northridge', 'SCHOOL_ADMIN'), '/users')
  mail.refuse({ code: 550, text: '5.1.1 No such user' })
  await admin.getByRole('button', { name: 'Invite somebody' }).click()
  const dialog = admin.getByRole('dialog')
  await dialog.getByLabel('Name', { exact: true }).fill('Jo Field')
  await dialog.getByLabel('E-mail address').fill(email)
  await dialog.getByRole('button', { name: 'Invite', exact: true }).click()
  await dialog.getByText(`A mail goes to ${email}`).waitFor()
  expect(await dialog.getByLabel('Link', { exact: true }).count()).toBe(0)
  await dialog.getByRole('button', { name: 'Done' }).click()

  const troubled = admin.getByRole('list', { name: '1 message did not go out' })
  await expect
    .poll(async () => {
      await admin.reload()
      await admin.getByRole('button', { name: /Jo Field/ }).waitFor()
      return await troubled.count()
    })
    .toBe(1)
  expect(await troubled.textContent()).toContain(`${email}Invitation`)
  expect(await troubled.textContent()).toContain('The address was refused. (550 5.1.1)')
  mail.refuse(undefined)
  await troubled.getByRole('button', { name: `Try again: ${email}` }).click()
  const page = await phone.context.newPage()
  await page.goto(await linkIn(email))
  await page.getByRole('heading', { name: 'Choose your password' }).waitFor()
  await expect
    .poll(async () => {
      await admin.reload()
      await admin.getByRole('button', { name: /Jo Field/ }).waitFor()
      return await troubled.count()
    })
    .toBe(0)
})
