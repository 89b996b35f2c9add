import type { Subject } from '../../shared/access.ts'

/** What may wait for a reader that does not drain, in bytes; beyond it the reader is dropped and resumes [T4]. */
export const MAX_WAITING_BYTES = 1024 * 1024

/** One event, encoded once for each kind of connection and shared by all that get it. */
export interface Frame {
  readonly event: 'hello' | 'change' | 'resync'
  /** Of a change: what a reader has reached with it. */
  readonly seq?: number
  readonly json: string
  /** As server-sent event, encoded on first use. */
  sse(): Uint8Array
}

const encoder = new TextEncoder()

/** Readers of one group get the same frames. */
export function groupOf({ access, schema }: Pick<Reader, 'access' | 'schema'>): string {
  return `${access} ${schema}`
}

export function createFrame(event: Frame['event'], json: string, seq?: number): Frame {
  let bytes: Uint8Array | undefined
  return {
    event,
    ...(seq === undefined ? {} : { seq }),
    json,
    sse() {
      bytes ??= encoder.encode(`event: ${event}\n${seq === undefined ? '' : `id: ${seq}\n`}data: ${json}\n\n`)
      return bytes
    },
  }
}

/** One connected device. */
export interface Reader {
  readonly subject: Subject
  readonly sessionId: string
  /** Names role and scope; readers with the same one, and of the same version, share frames [T3]. */
  readonly access: string
  /** The version of the set of collections that the device speaks [L5]. */
  readonly schema: number
  /** Takes a frame without waiting; false: it does not drain and is dropped [T4]. */
  send(frame: Frame): boolean
  heartbeat(): boolean
  end(): void
}
