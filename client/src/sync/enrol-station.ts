import { HEADER, SCHEMA_VERSION } from '../../../shared/protocol.ts'
import { keepStation } from '../db/station.ts'
import { readSignIn } from './access.ts'
import { ApiError } from './api-error.ts'
import { readJson, request } from './request.ts'
import { session } from './session.ts'
import { enter } from './sign-in.ts'

/** Makes this browser a station. Nobody may be signed in here. @throws ApiError `invalid-credentials`, `offline` ... */
export async function enrolStation(form: { readonly tenant: string; readonly code: string }): Promise<void> {
  if (session() !== undefined) throw new Error('Somebody is signed in here.')
  const tenant = form.tenant.trim().toLowerCase()
  const { response } = await request('/api/v1/auth/station/enrol', {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      'X-Requested-With': 'etrax',
      [HEADER.tenant]: tenant,
      [HEADER.schema]: String(SCHEMA_VERSION),
    },
    body: JSON.stringify({ tenant, code: form.code.trim() }),
  })
  const answer = readSignIn(await readJson(response), tenant)
  if (!answer.station) throw new ApiError('unexpected-answer', 'The answer names no station.')
  await keepStation(answer.station)
  await enter(answer)
}
