import Type from 'typebox'
import { EtraxError } from '../../../shared/errors.ts'
import type { AppContext } from '../../api/app-env.ts'
import type { OpenChallenge } from './challenges.ts'
import type { Proof } from './check-factor.ts'
import { authenticationResponse } from './passkey-schemas.ts'
import { relyingParty } from './relying-party.ts'
import { METHODS } from './second-step.ts'

export const challengeToken = Type.String({ minLength: 1, maxLength: 200 })
export const typedCode = Type.String({ minLength: 1, maxLength: 40 })

/** What somebody answers a challenge with: the method, and a code or what a passkey signed. */
export const typedProofBody = Type.Object(
  {
    challenge: challengeToken,
    method: Type.Enum([...METHODS]),
    code: Type.Optional(typedCode),
    response: Type.Optional(authenticationResponse),
  },
  { additionalProperties: false },
)
export type TypedProof = Type.Static<typeof typedProofBody>

/** What was answered, as what checks it takes it. @throws EtraxError `invalid-value` where it is not whole */
export function typedProof(
  context: AppContext,
  publicUrl: URL | undefined,
  { method, code, response }: TypedProof,
  challenge: OpenChallenge,
): Proof {
  if (method !== 'passkey') {
    if (code === undefined) throw missing('code')
    return method === 'email' || method === 'sms' ? { method, code, challenge } : { method, code }
  }
  const site = relyingParty(context, publicUrl)
  if (!response || !site || challenge.toSign === null) throw missing('response')
  return { method, response, site, toSign: challenge.toSign }
}

function missing(field: string): EtraxError {
  return new EtraxError('invalid-value', 'The body is not as it must be.', {
    details: { errors: [{ field, code: 'required' }] },
  })
}
