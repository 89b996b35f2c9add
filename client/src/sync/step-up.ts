import type { Json } from '../../../shared/json.ts'
import { HEADER } from '../../../shared/protocol.ts'
import { deviceId } from '../db/device.ts'
import { exclusively } from '../db/exclusively.ts'
import { type Access, REFRESH_LOCK, readSignIn } from './access.ts'
import { ApiError } from './api-error.ts'
import { readJson, request } from './request.ts'
import { type SecondStep, secondStepIn } from './second-step.ts'
import { currentAccess } from './session.ts'

type Proof = Readonly<Record<string, Json>>

/**
 * Proves once more who is signed in, by the password. Resolves to what is asked for next, where the account has a factor. The
 * server puts another session in the place of the present one; other tabs and the worker find it by the cookie.
 * @throws ApiError `invalid-value` where the password is wrong
 */
export function stepUp(password: string): Promise<SecondStep | undefined> {
  return proveOnce('/auth/step-up', { password })
}

/** Proves the factor that `stepUp` asked for. @throws ApiError `invalid-value` where it proves nothing, `challenge-ended` */
export async function stepUpByFactor(proof: Proof): Promise<void> {
  await proveOnce('/auth/step-up/second-factor', proof)
}

async function proveOnce(path: string, proof: Proof): Promise<SecondStep | undefined> {
  const access = currentAccess()
  if (!access) throw new ApiError('unauthenticated', 'Nobody is signed in.', { status: 401 })
  try {
    return await prove(access, path, proof)
  } catch (error) {
    // Another tab was faster, and the token is one of the session that ended by it.
    if (!(error instanceof ApiError) || error.status !== 401) throw error
    return await prove(access, path, proof)
  }
}

async function prove(access: Access, path: string, proof: Proof): Promise<SecondStep | undefined> {
  const token = await access.token()
  const device = await deviceId()
  // A tab that refreshed meanwhile would bring the cookie that this takes out of force, and lose the new one.
  return exclusively(REFRESH_LOCK, async () => {
    try {
      const { response } = await request(`/api/v1${path}`, {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json',
          Authorization: `Bearer ${token}`,
          [HEADER.tenant]: access.tenant,
          [HEADER.device]: device,
        },
        body: JSON.stringify(proof),
      })
      const answer = await readJson(response)
      const asked = secondStepIn(answer, access.tenant)
      if (!asked) access.replace(readSignIn(answer, access.tenant))
      return asked
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) access.refused(token)
      throw error
    }
  })
}
