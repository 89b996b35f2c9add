import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  type AppBrowser,
  fillSignIn,
  loaded,
  openAppBrowser,
  signedInPage,
  submitSignIn,
} from './support/app-browser.ts'
import { startTestServer, type TestServer } from './support/server.ts'

let server: TestServer
let office: AppBrowser
let phone: AppBrowser
let admin: Page
beforeAll(async () => {
  server = await startTestServer()
  office = await openAppBrowser(server)
  phone = await openAppBrowser(server)
  admin = await signedInPage(office, server.signIn('northridge', 'SCHOOL_ADMIN'), '/users')
})
afterAll(async () => {
  for (const browser of [office, phone]) await browser?.close()
  await server?.remove()
})

const EMAIL = 'jo.field@northridge.example'
const signIn = { tenant: 'northridge', email: EMAIL }
let coach: Page

test('an admin invites a coach, who chooses a password by the link and is at work; the link works once', async () => {
  await admin.getByRole('button', { name: 'Invite somebody' }).click()
  const dialog = admin.getByRole('dialog')
  await dialog.getByLabel('Name', { exact: true }).fill('Jo Field')
  await dialog.getByLabel('E-mail address').fill('jo.field')
  await dialog.getByRole('button', { name: 'Invite', exact: true }).click()
  await dialog.getByText('Enter an e-mail address.').waitFor()
  await dialog.getByLabel('E-mail address').fill(EMAIL)
  await dialog.getByRole('button', { name: 'Invite', exact: true }).click()
  const link = await dialog.getByLabel('Link', { exact: true }).inputValue()
  await dialog.getByRole('button', { name: 'Done' }).click()
  await admin.getByRole('button', { name: /Jo Field/ }).waitFor()

  coach = await phone.open('/sign-in')
  await coach.goto(link)
  await coach.getByLabel('New password').fill('northridge-1')
  await coach.getByRole('button', { name: 'Save password' }).click()
  await coach.getByText('It is too close to the name of the school').waitFor()
  await coach.getByLabel('New password').fill('gravel seven lanterns')
  await coach.getByRole('button', { name: 'Save password' }).click()
  await coach.getByRole('link', { name: 'Sign in' }).click()
  await fillSignIn(coach, { ...signIn, password: 'gravel seven lanterns' })
  await submitSignIn(coach)
  await coach.getByRole('heading', { name: 'Station' }).waitFor()

  const late = await phone.context.newPage()
  await late.goto(link)
  await late.getByLabel('New password').fill('another good password')
  await late.getByRole('button', { name: 'Save password' }).click()
  await late.getByText('This link can’t be used').waitFor()
  await late.close()
})

test('where the server sends no mail, whoever has forgotten the password is told whom to ask', async () => {
  const page = await phone.open('/sign-in')
  await page.getByRole('link', { name: 'Forgotten password?' }).click()
  await page.getByText('This server sends no mail').waitFor()
  expect(await page.getByRole('button', { name: 'Send me a link' }).count()).toBe(0)
  await page.close()
})

test('the coach changes the password: a wrong present one changes nothing, the right one does', async () => {
  await coach.goto(new URL('/settings', server.url()).href)
  await coach.getByRole('button', { name: 'Change password' }).click()
  const form = coach.getByRole('form', { name: 'Password' })
  await form.getByLabel('Present password').fill('not this one')
  await form.getByLabel('New password').fill('eleven quiet rivers')
  await form.getByRole('button', { name: 'Change password' }).click()
  await form.getByText('This is not your present password.').waitFor()
  expect(await form.getByLabel('New password').inputValue()).toBe('eleven quiet rivers')
  await form.getByLabel('Present password').fill('gravel seven lanterns')
  await form.getByRole('button', { name: 'Change password' }).click()
  await coach.getByRole('log').getByText('Your password is changed').waitFor()
  await coach.getByRole('list', { name: 'Signed in' }).getByText('This device').waitFor()
})

test('an admin signs the coach out everywhere: the coach is told, and goes on with the new password', async () => {
  await admin.getByRole('button', { name: /Jo Field/ }).click()
  const dialog = admin.getByRole('dialog', { name: 'Jo Field' })
  await dialog.getByRole('list', { name: 'Signed in' }).getByRole('listitem').first().waitFor()
  await dialog.getByRole('button', { name: 'Sign out everywhere' }).click()
  await dialog.getByText('Signed in nowhere.').waitFor()
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await coach
    .getByText(/sign in again/i)
    .first()
    .waitFor()
  await coach.goto(new URL('/sign-in', server.url()).href)
  await fillSignIn(coach, { ...signIn, password: 'eleven quiet rivers' })
  await submitSignIn(coach)
  await coach.getByRole('heading', { name: 'Station' }).waitFor()
  await coach.goto(new URL('/sync', server.url()).href)
  await loaded(coach)
})

async function ask(method: string, path: string, token: string | undefined, body?: unknown) {
  const answer = await fetch(new URL(`/api/v1${path}`, server.url()), {
    method,
    headers: { 'Content-Type': 'application/json', ...(token ? { Authorization: `Bearer ${token}` } : {}) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return { status: answer.status, body: answer.status === 204 ? undefined : await answer.json() }
}
const login = (email: string, password: string) =>
  ask('POST', '/auth/login', undefined, { tenant: 'northridge', email, password })

test('an account is connected with its person as it is made, and its name and address are corrected', async () => {
  const { email, password } = server.signIn('northridge', 'SCHOOL_ADMIN')
  const token = (await login(email, password)).body.accessToken
  const sam = await ask('POST', '/people', token, { name: 'Sam Rivers', kind: 'athlete', active: true })
  expect(sam.status).toBe(201)
  const users = async () => (await ask('GET', '/users', token)).body.users

  await admin.getByRole('button', { name: 'Invite somebody' }).click()
  const dialog = admin.getByRole('dialog')
  await dialog.getByLabel('Role', { exact: true }).selectOption('USER')
  await dialog.getByText('Without a person this role sees nothing.').waitFor()
  await dialog.getByLabel('Name', { exact: true }).fill('sam rivers')
  await dialog.getByLabel('E-mail address').fill('sam.rivrs@northridge.example')
  await dialog.getByRole('button', { name: 'Connect with Sam Rivers' }).click()
  await dialog.getByText('What this person has is what the account shows as its own.').waitFor()
  await dialog.getByRole('button', { name: 'Invite', exact: true }).click()
  const link = new URL(await dialog.getByLabel('Link', { exact: true }).inputValue())
  const { school: tenant, invitation } = Object.fromEntries(new URLSearchParams(link.hash.slice(1)))
  await dialog.getByRole('button', { name: 'Done' }).click()
  const named = (name: string) => async () =>
    (await users()).find((user: { name: string }) => user.name === name)
  expect((await named('sam rivers')()).personId).toBe(sam.body.id)
  const chosen = { tenant, invitation, password: 'gravel nine lanterns' }
  expect((await ask('POST', '/auth/register', undefined, chosen)).status).toBe(204)

  await admin.getByRole('button', { name: /sam rivers/ }).click()
  const open = admin.getByRole('dialog', { name: 'sam rivers' })
  await open.getByLabel('Name', { exact: true }).fill('Sam Rivers-Ochoa')
  await open.getByLabel('E-mail address').fill(email)
  await open.getByRole('button', { name: 'Save' }).click()
  await open.getByText('Another user signs in with this address.').waitFor()
  await open.getByLabel('E-mail address').fill('Sam.Rivers@northridge.example')
  await open
    .getByText('They sign in with this one from then on, also where they are signed in now.')
    .waitFor()
  expect(await open.getByLabel('The account was somebody else’s').isChecked()).toBe(false)
  await open.getByRole('button', { name: 'Save' }).click()
  await admin.getByRole('log').getByText('Sam Rivers-Ochoa is saved').waitFor()
  await admin.getByRole('button', { name: /Sam Rivers-Ochoa.*sam\.rivers@northridge\.example/ }).waitFor()
  expect((await login('sam.rivrs@northridge.example', chosen.password)).status).toBe(401)
  expect((await login('sam.rivers@northridge.example', chosen.password)).body.user.name).toBe(
    'Sam Rivers-Ochoa',
  )

  // None; and one that is found by typing.
  await admin.getByRole('button', { name: /Sam Rivers-Ochoa/ }).click()
  const again = admin.getByRole('dialog', { name: 'Sam Rivers-Ochoa' })
  await again.getByRole('button', { name: 'Change', exact: true }).click()
  await again.getByText('Without a person this role sees nothing.').waitFor()
  await again.getByRole('button', { name: 'Save' }).click()
  await again.waitFor({ state: 'hidden' })
  expect(await named('Sam Rivers-Ochoa')()).not.toHaveProperty('personId')
  await admin.getByRole('button', { name: /Sam Rivers-Ochoa/ }).click()
  await again.getByRole('searchbox').fill('sam riv')
  await again.getByRole('button', { name: 'Sam Rivers', exact: true }).click()
  await again.getByRole('button', { name: 'Save' }).click()
  await again.waitFor({ state: 'hidden' })
  expect((await named('Sam Rivers-Ochoa')()).personId).toBe(sam.body.id)
  await admin.getByRole('button', { name: /Jo Field/ }).click()
})

test('[v5.0.0-7.5.1] on an old sign-in a new password for somebody asks the admin for the own one, and goes on with the link', async () => {
  await server.execute(
    'northridge',
    `update etrax_system.sessions set authenticated_at = now() - interval '1 hour'`,
  )
  // What was read of a session is believed for a few seconds.
  await admin.waitForTimeout(4_000)
  const dialog = admin.getByRole('dialog', { name: 'Jo Field' })
  const ask = () => dialog.getByRole('button', { name: 'New password by a link' }).click()
  const question = admin.getByRole('dialog', { name: 'Is it still you?' })
  await ask()
  await question.getByRole('button', { name: 'Cancel' }).click()
  await question.waitFor({ state: 'hidden' })
  expect(await dialog.getByLabel('Link', { exact: true }).count()).toBe(0)
  await ask()
  await question.getByLabel('Your password').fill(server.signIn('northridge', 'SCHOOL_ADMIN').password)
  await question.getByRole('button', { name: 'Go on' }).click()
  expect(await dialog.getByLabel('Link', { exact: true }).inputValue()).toContain('/join#')
  expect(await dialog.getByRole('alert').count()).toBe(0)
  await dialog.getByRole('button', { name: 'Cancel' }).click()
})
