import { isJsonObject, type JsonObject } from '../../../../shared/json.ts'
import { api } from '../../sync/api.ts'
import { ApiError } from '../../sync/api-error.ts'

export const AUDIT_ACTIONS = [
  'create',
  'update',
  'delete',
  'restore',
  'review',
  'decide',
  'undo',
  'merge',
  'erase',
  'export',
  'revoke',
  'shorten',
  'factor-add',
  'factor-remove',
  'factor-refused',
  'factor-policy',
  'recovery-codes-made',
  'recovery-code-used',
  'sessions-end',
  'invite',
  'pin-set',
  'token-reused',
  'password-change',
  'invitation-accept',
  'email-change',
] as const
export type AuditAction = (typeof AUDIT_ACTIONS)[number]

/** Who did what, as the server keeps it. */
export interface AuditEntry {
  readonly n: number
  readonly at: string
  readonly actorId: string | undefined
  readonly actorName: string | undefined
  readonly deviceId: string | undefined
  readonly action: AuditAction | undefined
  readonly collection: string
  readonly documentId: string
  readonly detail: JsonObject
}

/** What is looked for; a field that is left out does not narrow the search. */
export interface AuditSearch {
  readonly actorId?: string | undefined
  readonly collection?: string | undefined
  readonly documentId?: string | undefined
  readonly action?: AuditAction | undefined
  readonly from?: string | undefined
  readonly to?: string | undefined
}

export interface AuditPage {
  readonly entries: readonly AuditEntry[]
  /** Where the next page begins; undefined on the last one. */
  readonly before: number | undefined
}

export interface AuditFindings {
  readonly entries: number
  readonly faults: readonly { readonly n: number; readonly kind: string }[]
}

/** @throws ApiError */
export function findEntries(search: AuditSearch, before: number | undefined, signal: AbortSignal) {
  return api('/audit', readPage, { query: { ...search, before, limit: 100 }, signal })
}

/** @throws ApiError */
export function verifyLog(signal: AbortSignal): Promise<AuditFindings> {
  return api('/audit/verification', readFindings, { signal })
}

function readPage(answer: unknown): AuditPage {
  if (!isJsonObject(answer) || !Array.isArray(answer.entries)) throw unexpected()
  const { before } = answer
  return {
    entries: answer.entries.flatMap((entry) => readEntry(entry) ?? []),
    before: typeof before === 'number' ? before : undefined,
  }
}

function readEntry(entry: unknown): AuditEntry | undefined {
  if (!isJsonObject(entry)) return undefined
  const { n, at, actorId, actorName, deviceId, action, collection, documentId, detail } = entry
  if (typeof n !== 'number' || typeof at !== 'string') return undefined
  if (typeof collection !== 'string' || typeof documentId !== 'string') return undefined
  return {
    n,
    at,
    actorId: text(actorId),
    actorName: text(actorName),
    deviceId: text(deviceId),
    action: AUDIT_ACTIONS.find((one) => one === action),
    collection,
    documentId,
    detail: isJsonObject(detail) ? detail : {},
  }
}

function readFindings(answer: unknown): AuditFindings {
  if (!isJsonObject(answer) || typeof answer.entries !== 'number' || !Array.isArray(answer.faults))
    throw unexpected()
  const faults = answer.faults.flatMap((fault) =>
    isJsonObject(fault) && typeof fault.n === 'number' && typeof fault.kind === 'string'
      ? [{ n: fault.n, kind: fault.kind }]
      : [],
  )
  return { entries: answer.entries, faults }
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

function unexpected(): ApiError {
  return new ApiError('unexpected-answer', 'The answer is no part of the audit log.')
}
