import Type from 'typebox'
import { EtraxError } from '../../../shared/errors.ts'
import { isUuid, uuidv7 } from '../../../shared/ids.ts'
import type { AppContext } from '../../api/app-env.ts'
import { type Route, route, routeWithBody } from '../../api/route.ts'
import { type Tenant, withTenant } from '../../tenancy/with-tenant.ts'
import { languageFor } from '../account-mail.ts'
import { auditAccount } from './audit-account.ts'
import { offerEmail, offerSms } from './code-enrolment.ts'
import { codeLanguage, SENDING_ANSWERS, typedPhone } from './code-routes.ts'
import { confirmFactor, offerPasskey, offerTotp } from './enrolment.ts'
import { CODE_KINDS } from './factor-codes.ts'
import {
  FACTOR_KINDS,
  type Factor,
  factorPurpose,
  listFactors,
  removeFactor,
  sealedFactors,
} from './factors.ts'
import type { SecondFactorParts } from './parts.ts'
import { registrationResponse } from './passkey-schemas.ts'
import { endingOf } from './phone-number.ts'
import { readPolicy } from './policy.ts'
import { countRecoveryCodes, newRecoveryCodes, storeRecoveryCodes } from './recovery-codes.ts'
import { relyingParty } from './relying-party.ts'
import { requestOrigin } from './request-origin.ts'
import { factorName } from './set-up-routes.ts'
import { tellChange } from './tell-change.ts'
import { challengeToken, typedCode } from './typed-proof.ts'

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
const byEmail = Type.Object({ language: codeLanguage }, { additionalProperties: false })
const bySms = Type.Object({ phone: typedPhone, language: codeLanguage }, { additionalProperties: false })
const begunAnswer = Type.Object({ challenge: Type.String() })
const factorAnswer = Type.Object({
  id: Type.String({ format: 'uuid' }),
  kind: Type.Enum([...FACTOR_KINDS]),
  name: Type.String(),
  ending: Type.Optional(Type.String()),
  createdAt: Type.String({ format: 'date-time' }),
  usedAt: Type.Optional(Type.String({ format: 'date-time' })),
})
const codesAnswer = Type.Array(Type.String())

/** The own second factors: seen at any time, changed after a recent sign-in alone. */
export function factorRoutes(parts: SecondFactorParts): readonly Route[] {
  const { database, challenges, codes, protection, publicUrl, committer, log, now } = parts
  const group = 'auth'

  async function list(context: AppContext) {
    const { tenant, userId, role } = context.var.session
    const [factors, left, policy] = await Promise.all([
      listFactors(database, tenant, userId),
      countRecoveryCodes(database, tenant, userId),
      withTenant(database, tenant, readPolicy),
    ])
    const ending = factors.some(({ kind }) => kind === 'sms') ? await numberEnding(tenant, userId) : undefined
    return context.json({
      factors: factors.map((factor) => ({
        ...shownFactor(factor),
        ...(factor.kind === 'sms' && ending !== undefined ? { ending } : {}),
      })),
      recoveryCodes: left,
      required: policy[role],
      passkeys: relyingParty(context, publicUrl) !== undefined,
      codes: CODE_KINDS.filter((kind) => codes.can(kind)),
    })
  }

  async function numberEnding(tenant: Tenant, userId: string): Promise<string | undefined> {
    const [factor] = await sealedFactors(database, tenant, userId, 'sms')
    return factor && endingOf(await protection.open(tenant.id, factorPurpose(factor.id), factor.sealed))
  }

  async function begin(context: AppContext, extra: { id?: string; sealed?: string; toSign?: string }) {
    const { tenant, userId } = context.var.session
    const { deviceId } = requestOrigin(context)
    return await challenges.begin(tenant, { purpose: 'enrolment', userId, deviceId, ...extra })
  }

  async function beginTotp(context: AppContext) {
    const { tenant, userId } = context.var.session
    const id = uuidv7(now())
    const { secret, address, sealed } = await offerTotp(parts, tenant, { id: userId }, id)
    return context.json({ challenge: await begin(context, { id, sealed }), secret, address })
  }

  async function beginPasskey(context: AppContext) {
    const { tenant, userId, name } = context.var.session
    const site = relyingParty(context, publicUrl)
    const options = await offerPasskey(parts, tenant, { id: userId, name }, site)
    return context.json({ challenge: await begin(context, { toSign: options.challenge }), options })
  }

  /** A challenge that a code is sent for. It counts for the account: another session is no way to more codes. */
  async function beginCode(context: AppContext) {
    const { session, address } = context.var
    const { userId } = session
    const token = await begin(context, {})
    const { deviceId } = requestOrigin(context)
    const challenge = await challenges.open(token, { purposes: ['enrolment'], deviceId, userId })
    return { token, challenge, attempt: { userId, address, knownDevice: undefined } }
  }

  async function beginEmail(context: AppContext, body: Type.Static<typeof byEmail>) {
    const { token, challenge, attempt } = await beginCode(context)
    await offerEmail(parts, challenge, attempt, languageFor(context, body.language))
    return context.json({ challenge: token })
  }

  async function beginSms(context: AppContext, body: Type.Static<typeof bySms>) {
    const { token, challenge, attempt } = await beginCode(context)
    await offerSms(parts, challenge, body.phone, attempt, languageFor(context, body.language))
    return context.json({ challenge: token })
  }

  async function confirm(context: AppContext, body: Type.Static<typeof confirmation>) {
    const { userId, name } = context.var.session
    const { deviceId } = requestOrigin(context)
    const challenge = await challenges.answer(body.challenge, { purposes: ['enrolment'], deviceId, userId })
    const { id, recoveryCodes } = await confirmFactor(
      parts,
      challenge,
      { id: userId, name },
      { name: body.name, code: body.code, response: body.response, site: relyingParty(context, publicUrl) },
      { deviceId, only: false, language: languageFor(context, body.language) },
    )
    return context.json({ id, ...(recoveryCodes ? { recoveryCodes } : {}) }, 201)
  }

  async function remove(context: AppContext) {
    const { tenant, userId, sessionId, role, name } = context.var.session
    const id = context.req.param('id')
    const known = (await listFactors(database, tenant, userId)).find((factor) => factor.id === id)
    if (!known) throw new EtraxError('not-found', 'You have no such second factor.')
    // First: what cannot be entered is not done.
    await auditAccount(committer, tenant, {
      actorId: userId,
      deviceId: requestOrigin(context).deviceId,
      userId,
      action: 'factor-remove',
      detail: { kind: known.kind },
    })
    const removed = await withTenant(database, tenant, async (tx) => {
      const policy = await readPolicy(tx)
      await tx`SELECT 1 FROM credentials WHERE user_id = ${userId} FOR UPDATE`
      const all = await tx<{ id: string }[]>`SELECT id FROM second_factors WHERE user_id = ${userId}`
      if (policy[role] && all.length === 1 && all[0]?.id === id)
        throw new EtraxError(
          'invalid-value',
          'Your school asks you for a second factor: add another first.',
          {
            details: { errors: [{ field: 'id', code: 'needed' }] },
          },
        )
      return isUuid(id) ? await removeFactor(tx, userId, id) : undefined
    })
    if (!removed) throw new EtraxError('not-found', 'You have no such second factor.')
    log('second-factor', 'removed', { tenant: tenant.slug, userId, sessionId, target: removed.kind })
    const news = { change: 'removed', kind: removed.kind } as const
    await tellChange(parts, tenant, { id: userId, name }, news, languageFor(context, undefined))
    return context.body(null, 204)
  }

  async function renewCodes(context: AppContext) {
    const { tenant, userId, sessionId } = context.var.session
    const fresh = await newRecoveryCodes()
    await withTenant(database, tenant, async (tx) => {
      const some = await tx`SELECT 1 FROM second_factors WHERE user_id = ${userId} LIMIT 1`
      if (some.length === 0) throw new EtraxError('not-found', 'Add a second factor first.')
      await storeRecoveryCodes(tx, userId, fresh, new Date(now()))
    })
    log('second-factor', 'recovery-codes-made', { tenant: tenant.slug, userId, sessionId })
    await auditAccount(committer, tenant, {
      actorId: userId,
      deviceId: requestOrigin(context).deviceId,
      userId,
      action: 'recovery-codes-made',
      detail: {},
    })
    return context.json({ recoveryCodes: fresh.codes }, 201)
  }

  return [
    route(
      {
        method: 'GET',
        path: '/auth/factors',
        group,
        summary: 'The own second factors, and how many recovery codes are left',
        callers: 'signed-in',
        answers: [
          {
            status: 200,
            description:
              'required: whether the school asks for one; passkeys: whether they work at this address; codes: which are sent',
            schema: Type.Object({
              factors: Type.Array(factorAnswer),
              recoveryCodes: Type.Integer(),
              required: Type.Boolean(),
              passkeys: Type.Boolean(),
              codes: Type.Array(Type.Enum([...CODE_KINDS])),
            }),
          },
        ],
      },
      list,
    ),
    route(
      {
        method: 'POST',
        path: '/auth/factors/totp',
        group,
        summary: 'A secret for an authenticator app, to be confirmed by a code',
        callers: 'signed-in',
        waysIn: true,
        recentSignIn: true,
        answers: [{ status: 200, description: '{ challenge, secret, address }, an otpauth address' }],
      },
      beginTotp,
    ),
    route(
      {
        method: 'POST',
        path: '/auth/factors/passkey',
        group,
        summary: 'What a browser needs to make a passkey',
        callers: 'signed-in',
        waysIn: true,
        recentSignIn: true,
        answers: [
          { status: 200, description: '{ challenge, options } of navigator.credentials.create, as JSON' },
          { status: 404, description: 'not-found: passkeys do not work at this address' },
        ],
      },
      beginPasskey,
    ),
    routeWithBody(
      {
        method: 'POST',
        path: '/auth/factors/email',
        group,
        summary: 'Send a code to the own address, to be confirmed by it',
        callers: 'signed-in',
        waysIn: true,
        recentSignIn: true,
        answers: [
          { status: 200, description: 'It is on its way', schema: begunAnswer },
          { status: 409, description: 'already-exists' },
          ...SENDING_ANSWERS,
        ],
      },
      byEmail,
      beginEmail,
    ),
    routeWithBody(
      {
        method: 'POST',
        path: '/auth/factors/sms',
        group,
        summary: 'Send a code to a number, to be confirmed by it; it takes the place of one that is there',
        callers: 'signed-in',
        waysIn: true,
        recentSignIn: true,
        answers: [
          { status: 200, description: 'It is on its way', schema: begunAnswer },
          { status: 422, description: 'invalid-value: no number with its country' },
          ...SENDING_ANSWERS,
        ],
      },
      bySms,
      beginSms,
    ),
    routeWithBody(
      {
        method: 'POST',
        path: '/auth/factors',
        group,
        summary: 'Confirm a second factor by a code or the passkey that was made',
        callers: 'signed-in',
        waysIn: true,
        recentSignIn: true,
        answers: [
          {
            status: 201,
            description: 'With the first factor recoveryCodes, which are shown this once',
            schema: Type.Object({
              id: Type.String({ format: 'uuid' }),
              recoveryCodes: Type.Optional(codesAnswer),
            }),
          },
          { status: 410, description: 'challenge-ended: begin anew' },
          { status: 422, description: 'invalid-value: the code or the passkey does not fit' },
        ],
      },
      confirmation,
      confirm,
    ),
    route(
      {
        method: 'DELETE',
        path: '/auth/factors/:id',
        group,
        summary: 'Remove an own second factor',
        callers: 'signed-in',
        waysIn: true,
        recentSignIn: true,
        answers: [
          { status: 204, description: 'Removed' },
          { status: 404, description: 'not-found' },
          { status: 422, description: 'invalid-value: the last one, where the school asks for one' },
        ],
      },
      remove,
    ),
    route(
      {
        method: 'POST',
        path: '/auth/recovery-codes',
        group,
        summary: 'Ten new recovery codes, which are shown this once; those from before are void',
        callers: 'signed-in',
        waysIn: true,
        recentSignIn: true,
        answers: [
          { status: 201, description: 'The codes', schema: Type.Object({ recoveryCodes: codesAnswer }) },
          { status: 404, description: 'not-found: there is no factor that they could stand for' },
        ],
      },
      renewCodes,
    ),
  ]
}

export function shownFactor({ id, kind, name, createdAt, usedAt }: Factor) {
  return { id, kind, name, createdAt, ...(usedAt === null ? {} : { usedAt }) }
}
