import Type from 'typebox'
import type { AppContext } from '../../api/app-env.ts'
import { type Route, routeWithBody } from '../../api/route.ts'
import { languageFor } from '../account-mail.ts'
import { beginSession } from '../begin-session.ts'
import { answerGranted, grantedAnswer } from '../granted-answer.ts'
import { namedTenants, namesOf, requireTenant } from '../require-session.ts'
import { challengeAccount } from './challenge-account.ts'
import { codeAttempt } from './code-attempt.ts'
import { offerEmail, offerSms } from './code-enrolment.ts'
import { codeLanguage, SENDING_ANSWERS, typedPhone } from './code-routes.ts'
import { confirmFactor, offerPasskey, offerTotp } from './enrolment.ts'
import type { SecondFactorParts } from './parts.ts'
import { registrationResponse } from './passkey-schemas.ts'
import { relyingParty } from './relying-party.ts'
import { requestOrigin } from './request-origin.ts'
import { challengeToken, typedCode } from './typed-proof.ts'

const begun = Type.Object({ challenge: challengeToken }, { additionalProperties: false })
const byEmail = Type.Object(
  { challenge: challengeToken, language: codeLanguage },
  { additionalProperties: false },
)
const bySms = Type.Object(
  { challenge: challengeToken, phone: typedPhone, language: codeLanguage },
  { additionalProperties: false },
)
export const factorName = Type.String({ minLength: 1, maxLength: 60 })
const confirmation = Type.Object(
  {
    challenge: challengeToken,
    name: factorName,
    code: Type.Optional(typedCode),
    response: Type.Optional(registrationResponse),
    language: codeLanguage,
  },
  { additionalProperties: false },
)

/** Where a school asks for a second factor and somebody has none: it is set up between the two steps of the sign-in. */
export function setUpRoutes(parts: SecondFactorParts): readonly Route[] {
  const { database, challenges, publicUrl, baseHost } = parts
  const group = 'auth'
  const ended = { status: 410, description: 'challenge-ended: begin with the password again' }

  async function open(context: AppContext, token: string) {
    const { deviceId } = requestOrigin(context)
    const challenge = await challenges.open(token, { purposes: ['set-up'], deviceId })
    requireTenant(challenge.tenant.slug, namedTenants(namesOf(context), baseHost))
    return { challenge, account: await challengeAccount(database, challenge) }
  }

  async function totp(context: AppContext, body: { challenge: string }) {
    const { challenge, account } = await open(context, body.challenge)
    const { secret, address, sealed } = await offerTotp(parts, challenge.tenant, account, challenge.id)
    await challenges.setSealed(challenge, sealed)
    return context.json({ secret, address })
  }

  async function passkey(context: AppContext, body: { challenge: string }) {
    const { challenge, account } = await open(context, body.challenge)
    const options = await offerPasskey(parts, challenge.tenant, account, relyingParty(context, publicUrl))
    await challenges.setToSign(challenge, options.challenge)
    return context.json({ options })
  }

  /** Counted as codes of the second step are: the password is all that was proved. */
  async function counted(context: AppContext, token: string) {
    const { challenge, account } = await open(context, token)
    const who = { tenant: challenge.tenant, userId: account.id }
    return { challenge, attempt: await codeAttempt(database, who, requestOrigin(context)) }
  }

  async function email(context: AppContext, body: Type.Static<typeof byEmail>) {
    const { challenge, attempt } = await counted(context, body.challenge)
    await offerEmail(parts, challenge, attempt, languageFor(context, body.language))
    return context.body(null, 204)
  }

  async function sms(context: AppContext, body: Type.Static<typeof bySms>) {
    const { challenge, attempt } = await counted(context, body.challenge)
    await offerSms(parts, challenge, body.phone, attempt, languageFor(context, body.language))
    return context.body(null, 204)
  }

  async function confirm(context: AppContext, body: Type.Static<typeof confirmation>) {
    const origin = requestOrigin(context)
    const { deviceId } = origin
    const challenge = await challenges.answer(body.challenge, { purposes: ['set-up'], deviceId })
    const { tenant } = challenge
    requireTenant(tenant.slug, namedTenants(namesOf(context), baseHost))
    const account = await challengeAccount(database, challenge)
    const { kind, recoveryCodes } = await confirmFactor(
      parts,
      challenge,
      account,
      {
        name: body.name,
        code: body.code,
        response: body.response,
        site: relyingParty(context, publicUrl),
      },
      { deviceId, only: true, language: languageFor(context, body.language) },
    )
    const proved = { by: `password ${kind}`, factor: true }
    const granted = await beginSession(parts, { tenant, account }, origin, proved)
    return await answerGranted(context, parts, granted, { tenant, account }, { recoveryCodes })
  }

  return [
    routeWithBody(
      {
        method: 'POST',
        path: '/auth/set-up/totp',
        group,
        summary: 'A secret for an authenticator app, to be confirmed by a code',
        callers: 'everybody',
        answers: [{ status: 200, description: '{ secret, address }, an otpauth address' }, ended],
      },
      begun,
      totp,
    ),
    routeWithBody(
      {
        method: 'POST',
        path: '/auth/set-up/passkey',
        group,
        summary: 'What a browser needs to make a passkey',
        callers: 'everybody',
        answers: [
          { status: 200, description: '{ options } of navigator.credentials.create, as JSON' },
          ended,
        ],
      },
      begun,
      passkey,
    ),
    routeWithBody(
      {
        method: 'POST',
        path: '/auth/set-up/email',
        group,
        summary: 'Send a code to the account’s own address, which becomes the factor',
        callers: 'everybody',
        answers: [{ status: 204, description: 'It is on its way' }, ...SENDING_ANSWERS, ended],
      },
      byEmail,
      email,
    ),
    routeWithBody(
      {
        method: 'POST',
        path: '/auth/set-up/sms',
        group,
        summary: 'Send a code to a number, which becomes the factor',
        callers: 'everybody',
        answers: [
          { status: 204, description: 'It is on its way' },
          { status: 422, description: 'invalid-value: no number with its country' },
          ...SENDING_ANSWERS,
          ended,
        ],
      },
      bySms,
      sms,
    ),
    routeWithBody(
      {
        method: 'POST',
        path: '/auth/set-up',
        group,
        summary: 'Confirm the factor that the school asks for, and sign in with it',
        callers: 'everybody',
        answers: [
          {
            status: 200,
            description: 'Signed in; recoveryCodes are shown this once',
            schema: Type.Object({ ...grantedAnswer.properties, recoveryCodes: Type.Array(Type.String()) }),
          },
          { status: 422, description: 'invalid-value: the code or the passkey does not fit' },
          ended,
        ],
      },
      confirmation,
      confirm,
    ),
  ]
}
