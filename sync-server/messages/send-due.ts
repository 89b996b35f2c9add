import { isLanguage } from '../../shared/languages.ts'
import { describeError, type Log } from '../observability/log.ts'
import type { Channel, Deliver, Outcome } from './delivery.ts'
import type { DueMessage, MessageStore } from './message-store.ts'
import { isTemplateName, templates } from './templates.ts'

/** Seconds before the second attempt, the third ...; the last one from then on, until what it says is of no use. */
const PAUSES = [5, 15, 30, 60, 5 * 60, 15 * 60, 30 * 60, 60 * 60] as const
const AT_ONCE = 10

export interface SendDueOptions {
  readonly store: MessageStore
  readonly ways: Readonly<Record<Channel, Deliver | undefined>>
  /** Has this run again after so many seconds. */
  readonly wake: (afterSeconds: number) => Promise<void>
  readonly log: Log
}

/** Sends what is due until nothing is. A message is sent at least once: what was sent when its process died is sent again. */
export async function sendDue(options: SendDueOptions): Promise<void> {
  for (;;) {
    const due = await options.store.take(AT_ONCE)
    if (due.length === 0) return
    await Promise.all(due.map((message) => sendOne(options, message)))
  }
}

async function sendOne({ store, ways, wake, log }: SendDueOptions, message: DueMessage): Promise<void> {
  const { id, channel, template, attempts } = message
  const about = { part: 'messages', message: id, channel, template, attempts }
  const outcome = await attempt(ways[channel], message)
  if (outcome.delivered) {
    await store.sent(id)
    log.info({ ...about, outcome: 'sent' })
    return
  }
  const { failure, answer, final } = outcome
  log.warn({ ...about, outcome: final ? 'failed' : 'delayed', failure, answer })
  if (final) return await store.fail(id, failure, answer)
  const pause = PAUSES[Math.min(attempts, PAUSES.length) - 1] ?? PAUSES[0]
  await store.delay(id, failure, answer, pause)
  // The minute's turn finds it too; this one is earlier.
  await wake(pause).catch((error: unknown) => log.error({ ...about, err: describeError(error) }))
}

async function attempt(deliver: Deliver | undefined, message: DueMessage): Promise<Outcome> {
  const { id, template, language, expired, opened } = message
  if (expired) return { delivered: false, final: true, failure: 'expired' }
  if (!deliver) return { delivered: false, final: false, failure: 'off' }
  const letter =
    opened && isTemplateName(template) && isLanguage(language)
      ? templates[template].letter(language, opened.values)
      : undefined
  if (!opened || !letter) return { delivered: false, final: true, failure: 'unreadable' }
  return await deliver({ id, to: opened.to, language, letter })
}
