import type { ChangeFrame, Checkpoint, HelloFrame, ResyncReason } from '../../../shared/protocol.ts'
import { HEARTBEAT_MS } from '../../../shared/protocol.ts'
import { ApiError } from './api-error.ts'
import { createPatience } from './attempt.ts'
import { authorized } from './authorized.ts'
import { createSseParser } from './sse.ts'
import type { SyncContext } from './sync-context.ts'
import { toChange, toHello, toResync, toResyncReason } from './wire.ts'

/** Two heartbeats missed: the connection is dead, whatever the network says [D10]. */
const SILENT_MS = HEARTBEAT_MS * 2.5

export interface StreamEvents {
  /** The stream is open: now everything that came before is pulled [T2]. */
  opened(hello: HelloFrame): void
  change(frame: ChangeFrame, checkpoint: Checkpoint): void
  /** Frames were missed [T1]. */
  gap(): void
  resync(reason: ResyncReason): void
  /** An attempt to open failed, or the stream ended. */
  closed(): void
}

/** Keeps the one stream of all collections open until the run ends. */
export async function runStream(context: SyncContext, events: StreamEvents): Promise<void> {
  const { signal } = context
  const patience = createPatience(context)
  while (!signal.aborted) {
    try {
      await readStream(context, events, () => patience.succeeded())
      events.closed()
      await patience.after(undefined)
    } catch (error) {
      if (signal.aborted) return
      events.closed()
      const reason = error instanceof ApiError ? toResyncReason(error.details.reason) : undefined
      if (reason) events.resync(reason)
      await patience.after(error).catch(() => undefined)
    }
  }
}

async function readStream(context: SyncContext, events: StreamEvents, alive: () => void): Promise<void> {
  const { access, database, report, signal } = context
  const silent = new AbortController()
  let timer = setTimeout(() => silent.abort(), SILENT_MS)
  const heard = () => {
    clearTimeout(timer)
    timer = setTimeout(() => silent.abort(), SILENT_MS)
  }
  const either = AbortSignal.any([signal, silent.signal])
  try {
    const { response } = await authorized(access, database.deviceId, '/sync/v1/stream', {
      headers: { Accept: 'text/event-stream' },
      signal: either,
    })
    report.contact()
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
    if (!reader) throw new ApiError('unexpected-answer', 'The stream has no body.')
    const parser = createSseParser()
    const follow = createFollower(context, events)
    either.addEventListener('abort', () => reader.cancel().catch(() => undefined), { once: true })
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      heard()
      report.contact()
      for (const { event, data } of parser.push(value)) await follow(event, data)
      alive()
    }
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof ApiError) {
      if (error.code === 'offline') report.offline()
      if (error.code === 'schema-too-old') report.updateNeeded()
      throw error
    }
    throw new ApiError('offline', 'The stream broke off.', { cause: error })
  } finally {
    clearTimeout(timer)
  }
}

/** Follows the chain of frames: each names the one before it, so that a missing one shows. */
function createFollower({ database, report }: SyncContext, events: StreamEvents) {
  let hello: HelloFrame | undefined
  let reached = 0
  return async (event: string, data: string) => {
    if (event === 'hello') {
      hello = toHello(data)
      reached = hello.seq
      await database.stamps.correct(hello.serverTime, 0)
      events.opened(hello)
    } else if (event === 'resync') {
      events.resync(toResync(data))
    } else if (event === 'change' && hello) {
      const frame = toChange(data)
      if (frame.prev > reached) events.gap()
      else events.change(frame, { epoch: hello.epoch, seq: frame.seq, access: hello.access })
      reached = Math.max(reached, frame.seq)
      report.contact()
    }
  }
}
