import type { AnyDocument, WireDocument } from '../../../shared/collections/definition.ts'
import { REJECTION_CODES, type RejectionCode } from '../../../shared/errors.ts'
import { isJsonObject, type JsonObject } from '../../../shared/json.ts'
import {
  type ChangeFrame,
  type Checkpoint,
  type HelloFrame,
  type PullAnswer,
  type PushAnswer,
  RESYNC_REASONS,
  type Rejection,
  type ResyncReason,
} from '../../../shared/protocol.ts'
import { ApiError } from './api-error.ts'

/** The wire is a boundary: what does not have the contract's shape is an error and never reaches the local database. */
function bad(what: string): ApiError {
  return new ApiError('unexpected-answer', `The server's ${what} does not have the form of the contract.`)
}

function isDocument(value: unknown): value is AnyDocument {
  return isJsonObject(value) && typeof value.id === 'string' && typeof value.stamp === 'string'
}

function toDocuments(value: unknown, what: string): WireDocument[] {
  if (!Array.isArray(value)) throw bad(what)
  return value.map((document: unknown) => {
    if (!isDocument(document)) throw bad(what)
    return { ...document, _deleted: document._deleted === true }
  })
}

function isRejectionCode(value: unknown): value is RejectionCode {
  return REJECTION_CODES.some((code) => code === value)
}

function toRejection(value: unknown): Rejection {
  if (!isJsonObject(value)) throw bad('push answer')
  const { id, code, message, reviewId } = value
  if (typeof id !== 'string' || !isRejectionCode(code) || typeof message !== 'string')
    throw bad('push answer')
  return { id, code, message, ...(typeof reviewId === 'string' ? { reviewId } : {}) }
}

export function toPushAnswer(value: unknown): PushAnswer {
  if (!isJsonObject(value) || !Array.isArray(value.rejected)) throw bad('push answer')
  return {
    documents: toDocuments(value.documents, 'push answer'),
    rejected: value.rejected.map(toRejection),
  }
}

export function toCheckpoint(value: unknown): Checkpoint | undefined {
  if (!isJsonObject(value)) return undefined
  const { epoch, seq, access, floor } = value
  if (typeof epoch !== 'string' || typeof seq !== 'number' || typeof access !== 'string') return undefined
  return { epoch, seq, access, ...(typeof floor === 'number' ? { floor } : {}) }
}

export function toPullAnswer(value: unknown): PullAnswer {
  const checkpoint = isJsonObject(value) ? toCheckpoint(value.checkpoint) : undefined
  if (!isJsonObject(value) || !checkpoint) throw bad('pull answer')
  return { documents: toDocuments(value.documents, 'pull answer'), checkpoint }
}

function parsed(data: string, what: string): JsonObject {
  let value: unknown
  try {
    value = JSON.parse(data)
  } catch {
    throw bad(what)
  }
  if (!isJsonObject(value)) throw bad(what)
  return value
}

export function toHello(data: string): HelloFrame {
  const value = parsed(data, 'hello')
  const checkpoint = toCheckpoint(value)
  if (!checkpoint || typeof value.serverTime !== 'number') throw bad('hello')
  return { ...checkpoint, serverTime: value.serverTime }
}

export function toChange(data: string): ChangeFrame {
  const { collection, documents, prev, seq } = parsed(data, 'change')
  if (typeof collection !== 'string' || typeof prev !== 'number' || typeof seq !== 'number')
    throw bad('change')
  return { collection, documents: toDocuments(documents, 'change'), prev, seq }
}

export function toResyncReason(value: unknown): ResyncReason | undefined {
  return RESYNC_REASONS.find((reason) => reason === value)
}

export function toResync(data: string): ResyncReason {
  const reason = toResyncReason(parsed(data, 'resync').reason)
  if (!reason) throw bad('resync')
  return reason
}
