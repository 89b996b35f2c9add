import { isJsonObject } from '../../../shared/json.ts'
import type { Language } from '../../../shared/languages.ts'
import { readJson, request } from './request.ts'

const PATH = '/api/v1/auth/forgotten'

/** Whether this server sends links to those who have forgotten the password. @throws ApiError */
export async function sendsLinks(): Promise<boolean> {
  const { response } = await request(PATH)
  const answer = await readJson(response)
  return isJsonObject(answer) && answer.mail === true
}

/** Asks for a link. The answer is the same whether there is such an account or not. @throws ApiError */
export async function askForLink(wanted: {
  readonly school: string
  readonly email: string
  readonly language: Language
}): Promise<void> {
  const { school, email, language } = wanted
  await request(PATH, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ tenant: school, email, language }),
  })
}
