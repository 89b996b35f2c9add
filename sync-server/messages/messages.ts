import { uuidv7 } from '../../shared/ids.ts'
import type { Language } from '../../shared/languages.ts'
import type { DataProtection } from '../data-protection/data-protection.ts'
import type { Database } from '../db/database.ts'
import { describeError, type Log } from '../observability/log.ts'
import type { Channel } from './delivery.ts'
import { mailDelivery } from './mail-delivery.ts'
import type { MessageSettings } from './message-settings.ts'
import { type MessageStore, messageStore } from './message-store.ts'
import { sendDue } from './send-due.ts'
import { smsDelivery } from './sms-delivery.ts'
import { type TemplateName, templates, type ValuesOf } from './templates.ts'

export interface MessageTo<Name extends TemplateName> {
  readonly tenantId: string
  readonly channel: Channel
  /** An e-mail address, or a number such as +15035550100. */
  readonly to: string
  readonly template: Name
  readonly values: ValuesOf<Name>
  readonly language: Language
}

export interface Messages {
  /** Whether there is such a way out. */
  can(channel: Channel): boolean
  /** Keeps a message to be sent, and resolves to its id once it is kept. @throws Error where there is no such way out */
  send<Name extends TemplateName>(message: MessageTo<Name>): Promise<string>
  /** Tries one again now. False where there is nothing to try. */
  retry(tenantId: string, id: string): Promise<boolean>
  /** Sends what is due; the job runner's work. */
  sendDue(): Promise<void>
  /** Has `sendDue` run soon: set by whoever has a job runner. Without one, what is kept waits. */
  onWake(wake: (afterSeconds: number) => Promise<void>): void
  readonly store: MessageStore
}

export function createMessages(options: {
  readonly database: Database
  readonly protection: DataProtection
  readonly settings: MessageSettings
  readonly log: Log
}): Messages {
  const { database, protection, settings, log } = options
  const store = messageStore(database, protection)
  const ways = {
    mail: settings.mail && mailDelivery(settings.mail),
    sms: settings.sms && smsDelivery(settings.sms),
  }
  let wake: (afterSeconds: number) => Promise<void> = async () => {}

  /** What is kept is found by the minute's turn too. */
  const wakeNow = () =>
    wake(0).catch((error: unknown) => log.error({ part: 'messages', err: describeError(error) }))

  return {
    store,
    can: (channel) => ways[channel] !== undefined,
    async send({ template, values, ...message }) {
      if (!ways[message.channel]) throw new Error(`There is no way out by ${message.channel}.`)
      const id = uuidv7()
      const kept: Readonly<Record<string, string>> = { ...values }
      await store.add({ ...message, id, template, values: kept, lifeMs: templates[template].lifeMs })
      await wakeNow()
      return id
    },
    async retry(tenantId, id) {
      const found = await store.retry(tenantId, id)
      if (found) await wakeNow()
      return found
    },
    sendDue: () => sendDue({ store, ways, log, wake: (seconds) => wake(seconds) }),
    onWake(woken) {
      wake = woken
    },
  }
}
