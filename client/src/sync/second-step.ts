import { isJsonObject, type Json } from '../../../shared/json.ts'
import { HEADER, SCHEMA_VERSION } from '../../../shared/protocol.ts'
import { deviceId } from '../db/device.ts'
import { readSignIn, type SignedInAnswer } from './access.ts'
import { ApiError } from './api-error.ts'
import { readJson, request } from './request.ts'

const METHODS = ['totp', 'passkey', 'email', 'sms', 'recovery-code'] as const
export type SecondMethod = (typeof METHODS)[number]
const SET_UP = ['totp', 'passkey', 'email', 'sms'] as const
export type FactorToSetUp = (typeof SET_UP)[number]
/** A code that the server sends. */
export type SentCodeKind = Extract<FactorToSetUp, 'email' | 'sms'>

export function isSentCode(method: SecondMethod): method is SentCodeKind {
  return method === 'email' || method === 'sms'
}

/** What a right password is answered with where more is asked for. */
export interface SecondStep {
  readonly tenant: string
  readonly challenge: string
  readonly methods: readonly SecondMethod[]
  /** What may be set up now, where the school asks for a factor and there is none. */
  readonly setUp: readonly FactorToSetUp[]
}

/** The second step that an answer to a sign-in asks for; undefined: it asks for none. */
export function secondStepIn(answer: unknown, tenant: string): SecondStep | undefined {
  const asked = isJsonObject(answer) ? answer.secondFactor : undefined
  if (!isJsonObject(asked)) return undefined
  const { challenge, methods, setUp } = asked
  if (typeof challenge !== 'string' || !Array.isArray(methods))
    throw new ApiError('unexpected-answer', 'The second step of the sign-in is not complete.')
  const offered: readonly unknown[] = Array.isArray(setUp) ? setUp : []
  return {
    tenant,
    challenge,
    methods: METHODS.filter((method) => methods.includes(method)),
    setUp: SET_UP.filter((kind) => offered.includes(kind)),
  }
}

/** A question before anybody is signed in, answered with JSON. @throws ApiError */
export async function askBeforeSignIn(tenant: string, path: string, body: Json): Promise<unknown> {
  return readJson(await send(tenant, path, body))
}

/** The same where the answer is a session. */
export async function signInBy(
  tenant: string,
  path: string,
  body: Json,
): Promise<{ readonly signedIn: SignedInAnswer; readonly recoveryCodes: readonly string[] }> {
  const answer = await readJson(await send(tenant, path, body))
  const codes = isJsonObject(answer) && Array.isArray(answer.recoveryCodes) ? answer.recoveryCodes : []
  return {
    signedIn: readSignIn(answer, tenant),
    recoveryCodes: codes.filter((code) => typeof code === 'string'),
  }
}

async function send(tenant: string, path: string, body: Json): Promise<Response> {
  const { response } = await request(`/api/v1${path}`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      'X-Requested-With': 'etrax',
      [HEADER.tenant]: tenant,
      [HEADER.device]: await deviceId(),
      [HEADER.schema]: String(SCHEMA_VERSION),
    },
    body: JSON.stringify(body),
  })
  return response
}
