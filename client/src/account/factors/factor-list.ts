import { isJsonObject } from '../../../../shared/json.ts'
import { api } from '../../sync/api.ts'
import { ApiError } from '../../sync/api-error.ts'
import type { SentCodeKind } from '../../sync/second-step.ts'
import { recoveryCodesIn } from './factor-source.ts'

const KINDS = ['totp', 'passkey', 'email', 'sms'] as const
export type FactorKind = (typeof KINDS)[number]
const SENT: readonly SentCodeKind[] = ['email', 'sms']

export interface Factor {
  readonly id: string
  readonly kind: FactorKind
  readonly name: string
  /** The last digits of a telephone number. */
  readonly ending: string | undefined
  readonly createdAt: string
  readonly usedAt: string | undefined
}

export interface OwnFactors {
  readonly factors: readonly Factor[]
  /** How many are left. */
  readonly recoveryCodes: number
  /** Whether the school asks for one. */
  readonly required: boolean
  /** Whether the server's address can have passkeys. */
  readonly passkeys: boolean
  /** Which codes the server sends. */
  readonly codes: readonly SentCodeKind[]
}

/** @throws ApiError */
export function readOwnFactors(): Promise<OwnFactors> {
  return api('/auth/factors', (answer) => {
    const factors = factorsIn(answer)
    if (!isJsonObject(answer)) throw unexpected()
    const { recoveryCodes, required, passkeys, codes } = answer
    const sent: readonly unknown[] = Array.isArray(codes) ? codes : []
    return {
      factors,
      recoveryCodes: typeof recoveryCodes === 'number' ? recoveryCodes : 0,
      required: required === true,
      passkeys: passkeys === true,
      codes: SENT.filter((kind) => sent.includes(kind)),
    }
  })
}

/** By what another person proves who it is; for who manages users. @throws ApiError */
export function readFactorsOf(userId: string): Promise<readonly Factor[]> {
  return api(`/users/${userId}/factors`, factorsIn)
}

/** @throws ApiError */
export function removeFactor(id: string): Promise<void> {
  return api(`/auth/factors/${id}`, () => undefined, { method: 'DELETE' })
}

/** Takes away all of a person's factors. @throws ApiError */
export function removeFactorsOf(userId: string): Promise<void> {
  return api(`/users/${userId}/factors`, () => undefined, { method: 'DELETE' })
}

/** @throws ApiError */
export function renewRecoveryCodes(): Promise<readonly string[]> {
  return api('/auth/recovery-codes', recoveryCodesIn, { method: 'POST' })
}

function factorsIn(answer: unknown): readonly Factor[] {
  if (!isJsonObject(answer) || !Array.isArray(answer.factors)) throw unexpected()
  return answer.factors.flatMap((one) => {
    if (!isJsonObject(one)) return []
    const { id, kind: named, name, ending, createdAt, usedAt } = one
    const kind = KINDS.find((known) => known === named)
    if (typeof id !== 'string' || typeof createdAt !== 'string' || !kind) return []
    return [
      {
        id,
        kind,
        name: typeof name === 'string' ? name : '',
        ending: typeof ending === 'string' ? ending : undefined,
        createdAt,
        usedAt: typeof usedAt === 'string' ? usedAt : undefined,
      },
    ]
  })
}

function unexpected(): ApiError {
  return new ApiError('unexpected-answer', 'The answer is no list of second factors.')
}
