import type { AnyDocument } from '../../shared/collections/definition.ts'
import { EtraxError } from '../../shared/errors.ts'
import { isUuid } from '../../shared/ids.ts'
import { isJsonObject, isWithinDepth, MAX_JSON_DEPTH } from '../../shared/json.ts'
import { MAX_PUSH_ROWS, type PushRow } from '../../shared/protocol.ts'

/**
 * The rows of a push body. What a row says is judged row by row [P4]; here only that it is rows at all.
 * @throws EtraxError `malformed-request`, `too-large`
 */
export function parseRows(text: string): readonly PushRow[] {
  return rowsOf(parseJson(text))
}

/**
 * The body of a hand-over [P7].
 * @throws EtraxError `malformed-request`, `too-large`
 */
export function parseHandOver(text: string) {
  const body = parseJson(text)
  if (!isJsonObject(body) || !isUuid(body.authorId) || typeof body.collection !== 'string') {
    throw new EtraxError('malformed-request', 'The body must be { authorId, collection, rows }.')
  }
  return { authorId: body.authorId, collection: body.collection, rows: rowsOf(body.rows) }
}

/**
 * The body of a revoked device's hand-in.
 * @throws EtraxError `malformed-request`, `too-large`
 */
export function parseHandIn(text: string) {
  const body = parseJson(text)
  if (!isJsonObject(body) || typeof body.collection !== 'string') {
    throw new EtraxError('malformed-request', 'The body must be { userId, collection, rows }.')
  }
  // An earlier client does not say whose words they are.
  const userId = isUuid(body.userId) ? body.userId : undefined
  return { userId, collection: body.collection, rows: rowsOf(body.rows) }
}

function rowsOf(body: unknown): readonly PushRow[] {
  if (!Array.isArray(body)) throw new EtraxError('malformed-request', 'The body must be an array of rows.')
  if (body.length > MAX_PUSH_ROWS) {
    throw new EtraxError('too-large', `A push holds at most ${MAX_PUSH_ROWS} rows.`)
  }
  return body.map((row: unknown, index) => {
    if (!isJsonObject(row) || !isJsonObject(row.newDocumentState)) {
      throw new EtraxError('malformed-request', `Row ${index} has no newDocumentState object.`)
    }
    const base = row.assumedMasterState
    if (base !== undefined && base !== null && !isJsonObject(base)) {
      throw new EtraxError('malformed-request', `The assumedMasterState of row ${index} is no object.`)
    }
    return {
      newDocumentState: asSent(row.newDocumentState),
      ...(isJsonObject(base) ? { assumedMasterState: asSent(base) } : {}),
    }
  })
}

/** A document as somebody sent it: nothing of it is believed before it was validated. */
function asSent(document: Readonly<Record<string, unknown>>): AnyDocument {
  return document as unknown as AnyDocument
}

function parseJson(text: string): unknown {
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch (error) {
    throw new EtraxError('malformed-request', 'The body is not JSON.', { cause: error })
  }
  if (!isWithinDepth(body, MAX_JSON_DEPTH)) {
    throw new EtraxError('malformed-request', `The body is nested deeper than ${MAX_JSON_DEPTH} levels.`)
  }
  return body
}
