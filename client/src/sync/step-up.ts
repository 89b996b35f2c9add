import type { Json } from '../../../shared/json.ts'
import { HEADER } from '../../../shared/protocol.ts'
import { deviceId } from '../db/device.ts'
import { exclusively } from '../db/exclusively.ts'
import { type Access, REFRESH_LOCK, readSignIn } from './access.ts'
import { ApiError } from './api-error.ts'
import { readJson, request } from './request.ts'
import { currentAccess } from './session.ts'

/**
 * Proves once more who is signed in. The server puts another session in the place of the present one; other tabs and the
 * worker find it by the cookie. @throws ApiError `invalid-value` where the proof is wrong
 */
export async function stepUp(proof: Readonly<Record<string, Json>>): Promise<void> {
  const access = currentAccess()
  if (!access) throw new ApiError('unauthenticated', 'Nobody is signed in.', { status: 401 })
  try {
    await prove(access, proof)
  } catch (error) {
    // Another tab was faster, and the token is one of the session that ended by it.
    if (!(error instanceof ApiError) || error.status !== 401) throw error
    await prove(access, proof)
  }
}

async function prove(access: Access, proof: Readonly<Record<string, Json>>): Promise<void> {
  const token = await access.token()
  const device = await deviceId()
  // A tab that refreshed meanwhile would bring the cookie that this takes out of force, and lose the new one.
  await exclusively(REFRESH_LOCK, async () => {
    try {
      const { response } = await request('/api/v1/auth/step-up', {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json',
          Authorization: `Bearer ${token}`,
          [HEADER.tenant]: access.tenant,
          [HEADER.device]: device,
        },
        body: JSON.stringify(proof),
      })
      access.replace(await readSignIn(await readJson(response), access.tenant))
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) access.refused(token)
      throw error
    }
  })
}
