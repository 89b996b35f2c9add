import { HEADER } from '../../../shared/protocol.ts'
import { request } from './request.ts'

/** Uses an invitation up. @throws ApiError `not-found`, `invalid-value`, `offline` ... */
export async function choosePassword(wanted: {
  readonly school: string
  readonly invitation: string
  readonly password: string
}): Promise<void> {
  const { school, invitation, password } = wanted
  await request('/api/v1/auth/register', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', [HEADER.tenant]: school },
    body: JSON.stringify({ tenant: school, invitation, password }),
  })
}
