import { isJsonObject } from '../../shared/json.ts'
import type { DataProtection, Purpose } from '../data-protection/data-protection.ts'
import { NotOpenedError } from '../data-protection/not-opened.ts'
import type { Database } from '../db/database.ts'
import type { Channel, Failure } from './delivery.ts'

export interface NewMessage {
  readonly id: string
  readonly tenantId: string
  readonly channel: Channel
  readonly template: string
  readonly language: string
  readonly to: string
  readonly values: Readonly<Record<string, string>>
  readonly lifeMs: number
}

/** A message whose turn it is. */
export interface DueMessage {
  readonly id: string
  readonly tenantId: string
  readonly channel: Channel
  readonly template: string
  readonly language: string
  /** Which attempt this is; the first is 1. */
  readonly attempts: number
  readonly expired: boolean
  /** Undefined where it does not open. */
  readonly opened: { readonly to: string; readonly values: Readonly<Record<string, unknown>> } | undefined
}

/** A message that has not gone out, for the school's admins. */
export interface TroubledMessage {
  readonly id: string
  readonly channel: Channel
  readonly template: string
  readonly to: string | undefined
  readonly state: 'waiting' | 'failed'
  readonly failure: Failure
  readonly answer: string | null
  readonly attempts: number
  readonly createdAt: string
  readonly nextAttemptAt: string
  /** Whether it can be tried again. */
  readonly retriable: boolean
}

export interface MessageStore {
  add(message: NewMessage): Promise<void>
  /** Takes messages whose turn it is. Whoever took one has two minutes: after that it is anybody's again. */
  take(most: number): Promise<readonly DueMessage[]>
  sent(id: string): Promise<void>
  /** To be tried again in so many seconds. */
  delay(id: string, failure: Failure, answer: string | undefined, seconds: number): Promise<void>
  fail(id: string, failure: Failure, answer: string | undefined): Promise<void>
  troubled(tenantId: string): Promise<readonly TroubledMessage[]>
  /** False where there is nothing to try again. */
  retry(tenantId: string, id: string): Promise<boolean>
  remove(tenantId: string, id: string): Promise<boolean>
  /** Removes what waits for these addresses or numbers, or could not be sent to them. */
  removeTo(tenantId: string, recipients: readonly string[]): Promise<void>
  /** Empties what can be sent no more, takes telephone numbers away with it, and forgets what ended long ago. */
  tidy(): Promise<void>
}

const TAKEN_SECONDS = 120
const KEPT_DAYS = 30

export function messageStore(database: Database, protection: DataProtection): MessageStore {
  const recipientOf = (id: string): Purpose => `messages.recipient:${id}`
  const contentsOf = (id: string): Purpose => `messages.contents:${id}`

  async function open(
    tenantId: string,
    purpose: Purpose,
    sealed: string | null,
  ): Promise<string | undefined> {
    if (sealed === null) return undefined
    try {
      return await protection.open(tenantId, purpose, sealed)
    } catch (error) {
      if (error instanceof NotOpenedError) return undefined
      throw error
    }
  }

  async function openBoth(tenantId: string, id: string, recipient: string | null, contents: string | null) {
    const to = await open(tenantId, recipientOf(id), recipient)
    const text = await open(tenantId, contentsOf(id), contents)
    if (to === undefined || text === undefined) return undefined
    const values: unknown = JSON.parse(text)
    return isJsonObject(values) ? { to, values } : undefined
  }

  return {
    async add({ id, tenantId, channel, template, language, to, values, lifeMs }) {
      const recipient = await protection.seal(tenantId, recipientOf(id), to)
      const contents = await protection.seal(tenantId, contentsOf(id), JSON.stringify(values))
      await database`
        INSERT INTO etrax_system.messages (id, tenant_id, channel, template, language, recipient, contents, expires_at)
        VALUES (${id}, ${tenantId}, ${channel}, ${template}, ${language}, ${recipient}, ${contents},
          now() + ${lifeMs / 1000} * interval '1 second')`
    },

    async take(most) {
      const rows = await database<
        (Omit<DueMessage, 'opened'> & { recipient: string | null; contents: string | null })[]
      >`
        UPDATE etrax_system.messages SET attempts = attempts + 1,
          next_attempt_at = now() + ${TAKEN_SECONDS} * interval '1 second'
        WHERE id IN (
          SELECT id FROM etrax_system.messages WHERE state = 'waiting' AND next_attempt_at <= now()
          ORDER BY next_attempt_at LIMIT ${most} FOR UPDATE SKIP LOCKED)
        RETURNING id, tenant_id AS "tenantId", channel, template, language, attempts, expires_at <= now() AS expired,
          recipient, contents`
      return await Promise.all(
        rows.map(async ({ recipient, contents, ...row }) => ({
          ...row,
          opened: await openBoth(row.tenantId, row.id, recipient, contents),
        })),
      )
    },

    async sent(id) {
      await database`
        UPDATE etrax_system.messages SET state = 'sent', recipient = NULL, contents = NULL, failure = NULL, answer = NULL,
          finished_at = now() WHERE id = ${id}`
    },

    async delay(id, failure, answer, seconds) {
      await database`
        UPDATE etrax_system.messages SET failure = ${failure}, answer = ${answer ?? null},
          next_attempt_at = now() + ${seconds} * interval '1 second' WHERE id = ${id} AND state = 'waiting'`
    },

    async fail(id, failure, answer) {
      await database`
        UPDATE etrax_system.messages SET state = 'failed', failure = ${failure}, answer = ${answer ?? null},
          finished_at = now(), contents = CASE WHEN expires_at > now() THEN contents END
        WHERE id = ${id} AND state = 'waiting'`
    },

    async troubled(tenantId) {
      const rows = await database<(Omit<TroubledMessage, 'to'> & { recipient: string | null })[]>`
        SELECT id, channel, template, state, failure, answer, attempts, created_at AS "createdAt",
          next_attempt_at AS "nextAttemptAt", contents IS NOT NULL AND expires_at > now() AS retriable, recipient
        FROM etrax_system.messages WHERE tenant_id = ${tenantId} AND state <> 'sent' AND failure IS NOT NULL
        ORDER BY created_at DESC, id DESC LIMIT 100`
      return await Promise.all(
        rows.map(async ({ recipient, ...row }) => ({
          ...row,
          to: await open(tenantId, recipientOf(row.id), recipient),
        })),
      )
    },

    async retry(tenantId, id) {
      const taken = await database`
        UPDATE etrax_system.messages SET state = 'waiting', attempts = 0, next_attempt_at = now(), finished_at = NULL
        WHERE id = ${id} AND tenant_id = ${tenantId} AND state <> 'sent' AND failure IS NOT NULL
          AND contents IS NOT NULL AND expires_at > now()`
      return taken.count === 1
    },

    async remove(tenantId, id) {
      const removed = await database`
        DELETE FROM etrax_system.messages
        WHERE id = ${id} AND tenant_id = ${tenantId} AND state <> 'sent' AND failure IS NOT NULL`
      return removed.count === 1
    },

    async removeTo(tenantId, recipients) {
      const rows = await database<{ id: string; recipient: string | null }[]>`
        SELECT id, recipient FROM etrax_system.messages WHERE tenant_id = ${tenantId} AND recipient IS NOT NULL`
      for (const { id, recipient } of rows) {
        const to = await open(tenantId, recipientOf(id), recipient)
        if (to !== undefined && recipients.includes(to.toLowerCase()))
          await database`DELETE FROM etrax_system.messages WHERE id = ${id}`
      }
    },

    async tidy() {
      await database`
        UPDATE etrax_system.messages SET contents = NULL, recipient = CASE WHEN channel = 'sms' THEN NULL ELSE recipient END
        WHERE state = 'failed' AND expires_at <= now()
          AND (contents IS NOT NULL OR (channel = 'sms' AND recipient IS NOT NULL))`
      await database`
        DELETE FROM etrax_system.messages WHERE finished_at < now() - ${KEPT_DAYS} * interval '1 day'`
    },
  }
}
