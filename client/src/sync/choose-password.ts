import type { Language } from '../../../shared/languages.ts'
import { HEADER } from '../../../shared/protocol.ts'
import { request } from './request.ts'

/** Uses an invitation, or the link of a forgotten password, up. @throws ApiError `not-found`, `invalid-value`, `offline` ... */
export async function choosePassword(wanted: {
  readonly school: string
  readonly invitation: string
  readonly password: string
  /** Of the mail that says so. */
  readonly language: Language
}): Promise<void> {
  const { school, invitation, password, language } = wanted
  await request('/api/v1/auth/register', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', [HEADER.tenant]: school },
    body: JSON.stringify({ tenant: school, invitation, password, language }),
  })
}
