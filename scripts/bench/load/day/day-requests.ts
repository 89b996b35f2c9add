import type { AnyDocument } from '../../../../shared/collections/definition.ts'
import {
  type Checkpoint,
  HEADER,
  MAX_PAGE_DOCUMENTS,
  type PullAnswer,
  type PushAnswer,
  SCHEMA_VERSION,
} from '../../../../shared/protocol.ts'
import type { Answer, WireRequest } from '../connection.ts'
import type { Device } from '../wire.ts'

/** Where a reader goes on. */
export type Position = Pick<Checkpoint, 'epoch' | 'seq' | 'access'>

export interface Row {
  readonly newDocumentState: AnyDocument
  readonly assumedMasterState?: AnyDocument
}

export function dayHeaders({ token, deviceId }: Device) {
  return {
    Authorization: `Bearer ${token}`,
    [HEADER.device]: deviceId,
    [HEADER.schema]: String(SCHEMA_VERSION),
    [HEADER.time]: String(Date.now()),
  }
}

export function pushRequest(device: Device, collection: string, rows: readonly Row[]): WireRequest {
  const path = `/sync/v1/${collection}/push`
  return { method: 'POST', path, headers: dayHeaders(device), body: JSON.stringify(rows) }
}

/** @throws Error where anything was not stored */
export function requireStored({ status, body }: Answer): void {
  if (status !== 200) throw new Error(`A push was answered with ${status}: ${body}`)
  const { rejected }: PushAnswer = JSON.parse(body.toString())
  if (rejected.length > 0) throw new Error(`A push was refused: ${JSON.stringify(rejected[0])}`)
}

export function pullRequest(device: Device, collection: string, from: Position | undefined): WireRequest {
  const at = from && { epoch: from.epoch, seq: String(from.seq), access: from.access }
  const query = new URLSearchParams({ ...at, limit: String(MAX_PAGE_DOCUMENTS) })
  return { method: 'GET', path: `/sync/v1/${collection}/pull?${query}`, headers: dayHeaders(device) }
}

export function pulledPage({ status, body }: Answer): PullAnswer {
  if (status !== 200) throw new Error(`A pull was answered with ${status}: ${body}`)
  const page: PullAnswer = JSON.parse(body.toString())
  return page
}

export function streamPath(from: Position | undefined): string {
  if (!from) return '/sync/v1/stream'
  const { epoch, seq, access } = from
  return `/sync/v1/stream?${new URLSearchParams({ epoch, seq: String(seq), access })}`
}
