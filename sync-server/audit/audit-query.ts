import { EtraxError } from '../../shared/errors.ts'
import { isUuid } from '../../shared/ids.ts'
import { isStorableText } from '../../shared/validate.ts'
import type { AuditQuery } from './read-audit.ts'

export const MOST_ENTRIES = 500
const USUAL_ENTRIES = 100

/** The parameters of a search, as the page of the API names them. */
export const AUDIT_PARAMETERS: Readonly<Record<string, string>> = {
  from: 'Entries at or after this time (ISO 8601)',
  to: 'Entries before this time (ISO 8601)',
  actorId: 'Entries of one user',
  deviceId: 'Entries of one device',
  action:
    'create, update, delete, restore, review, decide, undo, merge, erase, export or revoke; of ways to sign in factor-add, factor-remove, factor-refused, factor-policy, recovery-codes-made, recovery-code-used, sessions-end, invite, pin-set, token-reused, password-change, invitation-accept or email-change',
  collection: 'Entries about documents of one collection',
  documentId: 'Entries about one document',
  before: 'Entries before this number: where the page before ended',
  limit: `Entries of a page, at most ${MOST_ENTRIES}`,
}

/** @throws EtraxError `malformed-request` that names the parameter */
export function parseAuditQuery(query: Readonly<Record<string, string>>): AuditQuery {
  for (const name of Object.keys(query)) if (!Object.hasOwn(AUDIT_PARAMETERS, name)) throw refused(name)
  const { from, to, actorId, deviceId, action, collection, documentId, before, limit } = query
  return {
    from: time('from', from),
    to: time('to', to),
    actorId: uuid('actorId', actorId),
    deviceId: word('deviceId', deviceId),
    action: word('action', action),
    collection: word('collection', collection),
    documentId: word('documentId', documentId),
    before: number('before', before, Number.MAX_SAFE_INTEGER),
    limit: number('limit', limit, MOST_ENTRIES) ?? USUAL_ENTRIES,
  }
}

const TIME = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2}))?$/

function time(name: string, text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  const ms = TIME.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(ms)) throw refused(name)
  return new Date(ms).toISOString()
}

function uuid(name: string, text: string | undefined): string | undefined {
  if (text !== undefined && !isUuid(text)) throw refused(name)
  return text
}

function word(name: string, text: string | undefined): string | undefined {
  if (text !== undefined && (text.length > 100 || !isStorableText(text))) throw refused(name)
  return text
}

function number(name: string, text: string | undefined, most: number): number | undefined {
  if (text === undefined) return undefined
  if (!/^\d{1,16}$/.test(text) || Number(text) < 1 || Number(text) > most) throw refused(name)
  return Number(text)
}

function refused(parameter: string): EtraxError {
  return new EtraxError(
    'malformed-request',
    `The parameter ${parameter.slice(0, 100)} is not one that can be used here.`,
  )
}
