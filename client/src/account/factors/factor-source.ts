import { isJsonObject, type Json } from '../../../../shared/json.ts'
import { locale } from '../../i18n/locale.ts'
import { api } from '../../sync/api.ts'
import { ApiError } from '../../sync/api-error.ts'
import type { FactorToSetUp } from '../../sync/second-step.ts'

/** What a set-up asks the server: by whoever is signed in, or between the steps of a sign-in. */
export interface FactorSource {
  /** Begins a set-up of that kind; `details` are what its route takes. Resolves to the server's answer. @throws ApiError */
  begin(kind: FactorToSetUp, details?: Readonly<Record<string, Json>>): Promise<unknown>
  /** @throws ApiError `invalid-value` where code or passkey do not fit */
  confirm(answer: { readonly name: string } & Readonly<Record<string, Json>>): Promise<readonly string[]>
}

/** For whoever is signed in. */
export function ownFactors(): FactorSource {
  let challenge = ''
  return {
    async begin(kind, details) {
      const answer = await api(`/auth/factors/${kind}`, (answer) => answer, {
        method: 'POST',
        ...(details ? { body: details } : {}),
      })
      challenge = isJsonObject(answer) && typeof answer.challenge === 'string' ? answer.challenge : ''
      return answer
    },
    confirm: (answer) =>
      api('/auth/factors', recoveryCodesIn, {
        method: 'POST',
        body: { ...answer, challenge, language: locale() },
      }),
  }
}

/** The codes of an answer; none where it has none. */
export function recoveryCodesIn(answer: unknown): readonly string[] {
  const codes = isJsonObject(answer) && Array.isArray(answer.recoveryCodes) ? answer.recoveryCodes : []
  return codes.filter((code) => typeof code === 'string')
}

/** The key of an authenticator app and the address in its QR code. @throws ApiError */
export function totpIn(answer: unknown): { readonly secret: string; readonly address: string } {
  if (isJsonObject(answer)) {
    const { secret, address } = answer
    if (typeof secret === 'string' && typeof address === 'string') return { secret, address }
  }
  throw new ApiError('unexpected-answer', 'The answer has no key for the app.')
}
