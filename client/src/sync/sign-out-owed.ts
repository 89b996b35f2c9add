import { HEADER } from '../../../shared/protocol.ts'
import { readDeviceValue, writeDeviceValue } from '../db/device.ts'
import { exclusively } from '../db/exclusively.ts'
import { REFRESH_LOCK } from './access.ts'
import { ApiError } from './api-error.ts'
import { request } from './request.ts'
import { textOf } from './session-record.ts'

const KEY = 'sign-out-owed'

/** The session is over here, and the server is to hear so. */
export async function oweSignOut(tenant: string | undefined): Promise<void> {
  await writeDeviceValue(KEY, tenant)
}

/**
 * Ends the session on the server; without a network that is done at the next start. It goes by the cookie: nobody else uses that
 * meanwhile, and whoever has signed in since owes nothing.
 */
export async function signOutOwed(): Promise<void> {
  // Few starts owe anything: those wait for nobody.
  if ((await owedTo()) === undefined) return
  await exclusively(REFRESH_LOCK, async () => {
    const tenant = await owedTo()
    if (tenant === undefined) return
    try {
      await request('/api/v1/auth/logout', {
        method: 'POST',
        headers: { 'X-Requested-With': 'etrax', [HEADER.tenant]: tenant },
      })
      await oweSignOut(undefined)
    } catch (error) {
      // Owed still: a session that is over already answers 401, and then there is nothing left to end.
      if (error instanceof ApiError && error.status === 401) await oweSignOut(undefined)
    }
  })
}

async function owedTo(): Promise<string | undefined> {
  return textOf(await readDeviceValue(KEY))
}
