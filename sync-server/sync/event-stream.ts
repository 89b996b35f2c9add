import type { Tenant } from '../tenancy/with-tenant.ts'
import type { Hub, ReaderRequest } from './hub.ts'
import { type Frame, MAX_WAITING_BYTES, type Reader } from './reader.ts'
import type { SyncSession } from './sync-session.ts'

const beat = new TextEncoder().encode(': \n\n')

/** The answer to GET /stream: server-sent events until either side ends them. */
export async function eventStream(
  hub: Hub,
  session: SyncSession,
  schema: number,
  request: ReaderRequest,
  signal: AbortSignal,
) {
  let remove: (() => void) | undefined
  let ended = false
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined
  const stream = new ReadableStream<Uint8Array>(
    {
      start(started) {
        controller = started
      },
      cancel() {
        ended = true
        remove?.()
      },
    },
    new ByteLengthQueuingStrategy({ highWaterMark: MAX_WAITING_BYTES }),
  )

  function write(bytes: Uint8Array): boolean {
    if (ended || !controller) return false
    controller.enqueue(bytes)
    return (controller.desiredSize ?? 0) > 0
  }

  const reader: Reader = {
    subject: session.subject,
    sessionId: session.sessionId,
    access: session.access,
    schema,
    send: (frame: Frame) => write(frame.sse()),
    heartbeat: () => write(beat),
    end() {
      if (ended) return
      ended = true
      remove?.()
      controller?.close()
    },
  }
  remove = await hub.add(session.tenant satisfies Tenant, reader, request)
  // The request may have ended while the hub greeted.
  if (ended || signal.aborted) remove()
  signal.addEventListener('abort', () => {
    ended = true
    remove?.()
  })
  return new Response(stream, {
    headers: {
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-store',
      'X-Accel-Buffering': 'no',
    },
  })
}
