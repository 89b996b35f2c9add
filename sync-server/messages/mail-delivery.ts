import { createTransport } from 'nodemailer'
import { LOOPBACK } from '../environment.ts'
import { type Deliver, memberOf, type Outcome } from './delivery.ts'
import { letterHtml, letterText, oneLine } from './letter.ts'
import type { MailSettings } from './message-settings.ts'

const CONNECT_MS = 10_000
const SILENT_MS = 20_000

/** Mail by the SMTP server that was set; by TLS unless it is on this machine. */
export function mailDelivery({ url, from }: MailSettings): Deliver {
  const transport = createTransport({
    url: url.href,
    requireTLS: url.protocol === 'smtp:' && !LOOPBACK.has(url.hostname),
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: SILENT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return async ({ id, to, language, letter }) => {
    try {
      await transport.sendMail({
        from,
        to: { name: '', address: to },
        subject: oneLine(letter.subject),
        text: letterText(letter),
        html: letterHtml(letter, language),
        // The same at each attempt, so that a repeated one can be told.
        messageId: `<${id}@${from.address.split('@').at(-1)}>`,
        headers: { 'Auto-Submitted': 'auto-generated' },
      })
      return { delivered: true }
    } catch (error) {
      return outcomeOf(error)
    }
  }
}

function outcomeOf(error: unknown): Outcome {
  const code = memberOf(error, 'code')
  const status = memberOf(error, 'responseCode')
  const answer = typeof status === 'number' ? statusLine(status, memberOf(error, 'response')) : undefined
  if (code === 'EAUTH' || code === 'ENOAUTH')
    return { delivered: false, final: false, failure: 'credentials', answer }
  const refused = typeof status === 'number' ? status >= 500 : code === 'EENVELOPE'
  if (refused && (code === 'EENVELOPE' || code === 'EMESSAGE'))
    return { delivered: false, final: true, failure: 'refused', answer }
  return { delivered: false, final: false, failure: 'unreachable', answer }
}

/** `550 5.1.1`; the text after it can hold anything. */
function statusLine(status: number, response: unknown): string {
  const [, enhanced] = /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})/.exec(String(response ?? '')) ?? []
  return enhanced === undefined ? String(status) : `${status} ${enhanced}`
}
