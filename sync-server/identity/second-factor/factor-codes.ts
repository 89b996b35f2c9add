import { createHmac, randomInt } from 'node:crypto'
import { EtraxError } from '../../../shared/errors.ts'
import type { Language } from '../../../shared/languages.ts'
import type { MakeCounter } from '../../limits/counter.ts'
import { limited } from '../../limits/limited.ts'
import type { Channel } from '../../messages/delivery.ts'
import type { Messages } from '../../messages/messages.ts'
import type { SecurityLog } from '../../observability/security-log.ts'
import type { Challenges, OpenChallenge } from './challenges.ts'
import type { CodeAttempt } from './code-limits.ts'

/** Factors that are a code which is sent. */
export const CODE_KINDS = ['email', 'sms'] as const
export type CodeKind = (typeof CODE_KINDS)[number]

export interface WantedCode {
  readonly by: CodeKind
  /** An e-mail address, or a number such as +15035550100. */
  readonly to: string
  /** Where it is not confirmed yet: what the factor will keep of it. */
  readonly sealed?: string
  /** Nobody has shown yet that this is theirs. */
  readonly unproved: boolean
}

/** Codes that prove who somebody is by where they arrive. Each belongs to one challenge and one way, and works once. */
export interface FactorCodes {
  /** Whether this server sends such codes. */
  can(by: CodeKind): boolean
  /**
   * Sends a code; one that was sent before for this challenge is void.
   * @throws EtraxError `not-found` where there is no such way out, `too-many-requests`, `challenge-ended`
   */
  send(challenge: OpenChallenge, wanted: WantedCode, attempt: CodeAttempt, language: Language): Promise<void>
  /** Whether this is the code; it is used up by that, also where many ask at once. */
  take(challenge: OpenChallenge, by: CodeKind, typed: string): Promise<boolean>
}

const CHANNELS: Readonly<Record<CodeKind, Channel>> = { email: 'mail', sms: 'sms' }
const DIGITS = 8
export const CODE_LIFE_MS = 10 * 60_000
/** Codes for one challenge. */
export const MOST_CODES = 5
const HOUR = 60 * 60
const REFUSAL = 'Too many codes were sent. Try again later.'

export interface FactorCodesOptions {
  readonly challenges: Challenges
  readonly messages: Messages
  readonly counters: MakeCounter
  readonly log: SecurityLog
  readonly now: () => number
}

/**
 * Ten codes an hour for an account; a device on which it was signed in to before counts for itself alone, so that whoever knows
 * the password keeps no codes from its owner. What nobody has shown to be theirs gets five an hour, whoever asks.
 */
export function factorCodes(options: FactorCodesOptions): FactorCodes {
  const { challenges, messages, counters, log, now } = options
  const perAccount = limited(counters, { name: 'code-sent', points: 10, seconds: HOUR }, REFUSAL)
  const perDevice = limited(counters, { name: 'code-sent-device', points: 10, seconds: HOUR }, REFUSAL)
  const toStranger = limited(counters, { name: 'code-sent-stranger', points: 5, seconds: HOUR }, REFUSAL)

  async function count({ to, unproved }: WantedCode, { userId, knownDevice }: CodeAttempt): Promise<void> {
    if (knownDevice === undefined) await perAccount.take(userId)
    else await perDevice.take(`${userId} ${knownDevice}`)
    if (unproved) await toStranger.take(to)
  }

  return {
    can: (by) => messages.can(CHANNELS[by]),
    async send(challenge, wanted, attempt, language) {
      const { tenant } = challenge
      const { by, to, sealed } = wanted
      if (!messages.can(CHANNELS[by])) throw new EtraxError('not-found', 'This server sends no such codes.')
      const about = { tenant: tenant.slug, userId: attempt.userId, address: attempt.address, target: by }
      try {
        await count(wanted, attempt)
      } catch (error) {
        log('second-factor', 'code-throttled', about)
        throw error
      }
      const code = newCode()
      const set = { by, hash: hashOf(challenge, by, code), until: new Date(now() + CODE_LIFE_MS), sealed }
      if (!(await challenges.setCode(challenge, set, MOST_CODES))) {
        log('second-factor', 'code-throttled', about)
        throw new EtraxError('too-many-requests', REFUSAL, { retryAfter: CODE_LIFE_MS / 1000 })
      }
      await messages.send({
        tenantId: tenant.id,
        channel: CHANNELS[by],
        to,
        template: 'code',
        values: { school: tenant.name, code },
        language,
      })
      log('second-factor', 'code-sent', about)
    },
    async take(challenge, by, typed) {
      const code = typed.replace(/[\s-]/g, '')
      if (!/^\d{8}$/.test(code)) return false
      return await challenges.takeCode(challenge, { by, hash: hashOf(challenge, by, code) })
    },
  }
}

/** 26 bits: one guess in a hundred million. */
function newCode(): string {
  return String(randomInt(10 ** DIGITS)).padStart(DIGITS, '0')
}

/** Keyed with what only the asking device has: whoever reads the database cannot try all codes against it. */
function hashOf({ secret }: OpenChallenge, by: CodeKind, code: string): Buffer {
  return createHmac('sha256', secret).update(`${by}.${code}`).digest()
}
