import { readDeviceValue, writeDeviceValue } from '../db/device.ts'
import { readSignIn, type SignedInAnswer } from './access.ts'
import { ApiError } from './api-error.ts'
import { forgetHere } from './lost-data.ts'
import { afterSignIn } from './revoked-list.ts'
import { changeRevoked } from './revoked-record.ts'
import { askBeforeSignIn, type SecondStep, secondStepIn } from './second-step.ts'
import { currentWorkplace, leaveAsRevoked, openSession, tellOtherTabs } from './session.ts'
import { keepSession, textOf } from './session-record.ts'
import { leaveToAnother } from './sign-out.ts'
import { oweSignOut, signOutOwed } from './sign-out-owed.ts'
import { forgetVisitHome } from './visit-home.ts'
import { VISIT_HOME } from './visit-marks.ts'

/** The school's sign-in that was used here last, for the form. */
export async function lastTenant(): Promise<string | undefined> {
  return textOf(await readDeviceValue('last-tenant'))
}

/**
 * Signs in by a password. Resolves to what is asked for next; undefined: the person is signed in.
 * @throws ApiError `invalid-credentials`, `too-many-requests`, `offline` ...
 */
export async function signIn(form: {
  readonly tenant: string
  readonly email: string
  readonly password: string
}): Promise<SecondStep | undefined> {
  const tenant = form.tenant.trim().toLowerCase()
  const body = { tenant, email: form.email.trim(), password: form.password }
  const answer = await signInHere(tenant, () => askBeforeSignIn(tenant, '/auth/login', body))
  const step = secondStepIn(answer, tenant)
  if (!step) await enter(readSignIn(answer, tenant))
  return step
}

/** Begins to work as the person that the server has let in. */
export async function enter(answer: SignedInAnswer): Promise<void> {
  const { tenant } = answer.record
  await writeDeviceValue('last-tenant', tenant)
  await oweSignOut(undefined)
  const present = currentWorkplace()?.record
  const same = present?.userId === answer.record.userId && present.tenant === answer.record.tenant
  if (!same) await leaveToAnother(answer.record)
  if ((await readDeviceValue(VISIT_HOME)) !== undefined) await forgetVisitHome(answer.record)
  forgetHere()
  await changeRevoked(afterSignIn)
  await keepSession(answer.record)
  // The browser may ask the person, which fits here and nowhere else; refused, the sync page says so.
  navigator.storage?.persist().catch(() => undefined)
  await openSession(answer.record, answer)
  tellOtherTabs()
}

/**
 * Tries to sign in on this device. `attempt` runs again as another device where the account's revocation of this one concerns
 * nothing that lies here.
 * @throws ApiError `device-revoked` where this device was taken off the account, and the account's work lies here
 */
export async function signInHere<T>(tenant: string, attempt: () => Promise<T>): Promise<T> {
  // While the cookie is still that of whoever left: afterwards it would end the session that begins here.
  await signOutOwed()
  try {
    return await attempt()
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 'device-revoked') throw error
    const present = currentWorkplace()?.record
    if (present?.tenant === tenant && present.userId === error.details.userId) {
      // What lies here is theirs: it is handed in, and the data goes, before they are let in again.
      await leaveAsRevoked(present)
      throw error
    }
    // The revocation is of an account that is not at work here: it begins as another device.
    await writeDeviceValue('device-id', undefined)
    return await attempt()
  }
}
