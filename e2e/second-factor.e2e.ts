import { Secret, TOTP } from 'otpauth'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  type AppBrowser,
  fillSignIn,
  openAppBrowser,
  signedInPage,
  submitSignIn,
} from './support/app-browser.ts'
import { startTestServer, type TestServer } from './support/server.ts'

let server: TestServer
const browsers: AppBrowser[] = []
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(async () => {
  for (const browser of browsers) await browser.close()
  await server?.remove()
})

async function browser() {
  const opened = await openAppBrowser(server)
  browsers.push(opened)
  return opened
}

/** What the app shows: `steps` of 30 s from now, of which the one before and the one after count too. */
const codeOf = (key: string, steps: number) =>
  new TOTP({ secret: Secret.fromBase32(key.replace(/\s/g, '')) }).generate({
    timestamp: Date.now() + steps * 30_000,
  })
const keyOn = async (page: Page) => ((await page.locator('p.code.select-all').textContent()) ?? '').trim()
const station = (page: Page) => page.getByRole('heading', { name: 'Station' }).waitFor()

async function passwordOf(page: Page, role: 'COACH' | 'EQUIPMENT_MANAGER') {
  await fillSignIn(page, server.signIn('northridge', role))
  await submitSignIn(page)
}

let codes: string[] = []
let key = ''
let coach: Page

test('a coach sets up an authenticator app by its key, and gets ten recovery codes this once', async () => {
  coach = await signedInPage(await browser(), server.signIn('northridge', 'COACH'), '/settings')
  await coach.getByRole('button', { name: 'Add an authenticator app' }).click()
  const dialog = coach.getByRole('dialog', { name: 'Add an authenticator app' })
  await dialog.getByRole('img', { name: 'QR code for the authenticator app' }).waitFor()
  key = await keyOn(coach)
  await dialog.getByLabel('Code', { exact: true }).fill('000000')
  await dialog.getByRole('button', { name: 'Confirm' }).click()
  await dialog.getByText('This code does not fit').waitFor()
  expect(await dialog.getByLabel('Code', { exact: true }).inputValue()).toBe('000000')
  await dialog.getByLabel('Code', { exact: true }).fill(codeOf(key, -1))
  await dialog.getByRole('button', { name: 'Confirm' }).click()
  const shown = coach.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem')
  await shown.first().waitFor()
  codes = await shown.allInnerTexts()
  expect(new Set(codes).size).toBe(10)
  const file = coach.waitForEvent('download')
  await coach.getByRole('button', { name: 'Save as a file' }).click()
  expect((await file).suggestedFilename()).toBe('etrax-recovery-codes.txt')
  await coach.getByRole('button', { name: 'I have kept them' }).click()
  await coach.getByRole('button', { name: 'Leave them signed in' }).click()
  await coach.getByRole('list', { name: 'Second factors' }).getByText('Authenticator app').first().waitFor()
  await coach.getByText('10 recovery codes are left.').waitFor()
})

test('elsewhere the password alone leads nowhere: a code does, and going back keeps what was typed', async () => {
  const page = await (await browser()).open('/')
  await passwordOf(page, 'COACH')
  await page.getByRole('heading', { name: 'One more step' }).waitFor()
  await page.getByRole('button', { name: 'Back to the password' }).click()
  expect(await page.getByLabel('E-mail address').inputValue()).toBe(
    server.signIn('northridge', 'COACH').email,
  )
  await submitSignIn(page)
  await page.getByRole('textbox', { name: 'Code of the app' }).fill('000000')
  await page.getByRole('button', { name: 'Go on' }).click()
  await page.getByText('This is not right.').waitFor()
  await page.getByRole('textbox', { name: 'Code of the app' }).fill(codeOf(key, 0))
  await page.getByRole('button', { name: 'Go on' }).click()
  await station(page)
})

test('a recovery code signs in once', async () => {
  const page = await (await browser()).open('/')
  await passwordOf(page, 'COACH')
  await page.getByText('Recovery code', { exact: true }).click()
  await page.getByRole('textbox', { name: 'Recovery code' }).fill(codes[0] ?? '')
  await page.getByRole('button', { name: 'Go on' }).click()
  await station(page)
  const again = await (await browser()).open('/')
  await passwordOf(again, 'COACH')
  await again.getByText('Recovery code', { exact: true }).click()
  await again.getByRole('textbox', { name: 'Recovery code' }).fill(codes[0] ?? '')
  await again.getByRole('button', { name: 'Go on' }).click()
  await again.getByText('This code is not right, or was used before.').waitFor()
})

test('[v5.0.0-7.5.1] after a while new recovery codes ask for the password and the factor', async () => {
  await server.execute(
    'northridge',
    `update etrax_system.sessions set authenticated_at = now() - interval '1 hour'`,
  )
  // What was read of a session is believed for a few seconds.
  await coach.waitForTimeout(4_000)
  await coach.getByRole('button', { name: 'New recovery codes' }).click()
  const dialog = coach.getByRole('dialog', { name: 'Is it still you?' })
  await dialog.getByLabel('Your password').fill(server.signIn('northridge', 'COACH').password)
  await dialog.getByRole('button', { name: 'Go on' }).click()
  const code = dialog.getByRole('textbox', { name: 'Code of the app' })
  await code.fill('000000')
  await dialog.getByRole('button', { name: 'Go on' }).click()
  await dialog.getByText('This is not right.').waitFor()
  await code.fill(codeOf(key, 1))
  await dialog.getByRole('button', { name: 'Go on' }).click()
  const shown = coach.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem')
  await shown.first().waitFor()
  expect(await shown.allInnerTexts()).not.toEqual(codes)
  await coach.getByRole('button', { name: 'I have kept them' }).click()
  await coach.getByRole('button', { name: 'Leave them signed in' }).click()
})

test('a passkey is added, and signs in alone from then on', async () => {
  const cdp = await coach.context().newCDPSession(coach)
  await cdp.send('WebAuthn.enable')
  await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  await coach.getByRole('button', { name: 'Add a passkey' }).click()
  const dialog = coach.getByRole('dialog', { name: 'Add a passkey' })
  await dialog.getByLabel('Name').fill('Office laptop')
  await dialog.getByRole('button', { name: 'Go on with this device' }).click()
  const others = coach.getByRole('dialog', { name: 'Sign out everywhere else?' })
  await others.getByRole('button', { name: 'Sign out everywhere else' }).click()
  await coach.getByRole('list', { name: 'Second factors' }).getByText('Office laptop').waitFor()
  // The first app sign-in and the one by a recovery code are out; this one goes on.
  await coach
    .getByRole('list', { name: 'Signed in' })
    .getByRole('listitem')
    .nth(1)
    .waitFor({ state: 'detached' })
  await coach.goto(new URL('/sign-in', server.url()).href)
  await coach.getByLabel('School', { exact: true }).fill('northridge')
  await coach.getByRole('button', { name: 'Use a passkey' }).click()
  await station(coach)
})

test('an admin asks a role for a factor, it is set up at the next sign-in, and taken away when it is lost', async () => {
  const admin = await signedInPage(await browser(), server.signIn('northridge', 'SCHOOL_ADMIN'), '/settings')
  await admin.getByLabel('Equipment manager').check()
  await admin.getByRole('log').getByText('Saved').waitFor()
  const page = await (await browser()).open('/')
  await passwordOf(page, 'EQUIPMENT_MANAGER')
  await page.getByRole('heading', { name: 'Set up a second factor' }).waitFor()
  await page.getByRole('button', { name: 'Add an authenticator app' }).click()
  await page.getByLabel('Code', { exact: true }).fill(codeOf(await keyOn(page), 0))
  await page.getByRole('button', { name: 'Confirm' }).click()
  await page.getByRole('button', { name: 'I have kept them' }).click()
  await station(page)

  await admin.goto(new URL('/users', server.url()).href)
  const { email } = server.signIn('northridge', 'EQUIPMENT_MANAGER')
  await admin.getByRole('button').filter({ hasText: email }).click()
  const dialog = admin
    .getByRole('dialog')
    .filter({ has: admin.getByRole('button', { name: 'Sign out everywhere' }) })
  await dialog.getByRole('button', { name: 'Take the second factor away' }).click()
  await admin.getByRole('button', { name: 'Take it away' }).click()
  await admin.getByText('has no second factor any more').first().waitFor()
  await page
    .getByText(/sign in again/i)
    .first()
    .waitFor()
})
