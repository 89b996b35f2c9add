import { afterAll, beforeAll, expect, test } from 'vitest'
import { openAppBrowser, signedInPage } from './support/app-browser.ts'
import { browserStorage } from './support/browser-storage.ts'
import { expectOnlyListed } from './support/held-fields.ts'
import { startTestServer, type TestServer } from './support/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server?.remove())

test.each(['COACH', 'USER'] as const)(
  '[v5.0.0-14.3.3] [v5.0.0-14.3.1] %s: the browser’s storage holds the listed fields of what the role sees; after a sign-out without a server nothing',
  async (role) => {
    const browser = await openAppBrowser(server)
    const signIn = server.signIn('northridge', role)
    const page = await signedInPage(browser, signIn, '/settings')
    await page.evaluate(() => navigator.serviceWorker.ready)
    const storage = await browserStorage(page)
    const held = expectOnlyListed(storage, role)
    const text = JSON.stringify(storage)
    const [account] = await server.rows('northridge', 'credentials', `email = '${signIn.email}'`)
    const [user] = await server.rows('northridge', 'users', `id = '${String(account?.user_id)}'`)
    const teams = Array.isArray(user?.team_ids) ? user.team_ids.join() : ''
    const unseen = await server.rows(
      'northridge',
      'people',
      role === 'COACH'
        ? `not team_ids && '{${teams}}' limit 200`
        : `id <> '${String(user?.person_id)}' limit 200`,
    )
    expect(unseen.length).toBeGreaterThan(0)
    for (const { id } of unseen) expect(held.people?.has(String(id))).toBe(false)
    // The form of the store names the field; no document has it.
    expect(text).not.toMatch(/"holds":(?!\{\})/)
    for (const { email } of await server.rows('northridge', 'credentials'))
      expect(text).not.toContain(String(email))

    await browser.context.setOffline(true)
    await page.getByRole('button', { name: 'Sign out', exact: true }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Sign out', exact: true }).click()
    await page.getByLabel('School', { exact: true }).waitFor()
    const left = await browserStorage(page)
    expect(Object.keys(left.databases)).toEqual(['etrax-device'])
    const kept = JSON.stringify(left)
    for (const id of [account?.user_id, ...(held.equipment?.keys() ?? [])])
      expect(kept).not.toContain(String(id))
    expect(kept).not.toContain(String(user?.name))
    await browser.close()
  },
)
