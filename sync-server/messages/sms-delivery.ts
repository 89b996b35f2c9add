import type { Twilio } from 'twilio'
import { type Deliver, memberOf, type Outcome } from './delivery.ts'
import { oneLine } from './letter.ts'
import type { SmsSettings } from './message-settings.ts'

const SILENT_MS = 15_000

/** Text messages by Twilio. Its client is loaded with the first one. */
export function smsDelivery({ accountSid, authToken, from, baseUrl }: SmsSettings): Deliver {
  let loading: Promise<Twilio> | undefined

  async function client(): Promise<Twilio> {
    loading ??= import('twilio').then(({ default: twilio }) => {
      const made = twilio(accountSid, authToken, { timeout: SILENT_MS, autoRetry: false })
      if (baseUrl) made.api.baseUrl = baseUrl.origin
      return made
    })
    return await loading
  }

  const sender = /^MG/i.test(from) ? { messagingServiceSid: from } : { from }
  return async ({ to, letter }) => {
    try {
      await (await client()).messages.create({ to, ...sender, body: oneLine(letter.short) })
      return { delivered: true }
    } catch (error) {
      return outcomeOf(error)
    }
  }
}

function outcomeOf(error: unknown): Outcome {
  const status = memberOf(error, 'status')
  const code = memberOf(error, 'code')
  if (typeof status !== 'number') return { delivered: false, final: false, failure: 'unreachable' }
  const answer = typeof code === 'number' ? `${status} ${code}` : String(status)
  if (status === 401 || status === 403)
    return { delivered: false, final: false, failure: 'credentials', answer }
  if (status >= 400 && status < 500 && status !== 429)
    return { delivered: false, final: true, failure: 'refused', answer }
  return { delivered: false, final: false, failure: 'unreachable', answer }
}
