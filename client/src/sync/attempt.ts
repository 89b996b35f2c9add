import { ApiError } from './api-error.ts'
import { authorized } from './authorized.ts'
import { createBackoff } from './backoff.ts'
import { type Answer, type RequestOptions, readJson } from './request.ts'
import type { SyncContext } from './sync-context.ts'
import type { HeldCode } from './sync-status.ts'

/** Until a new version of the client or a new sign-in, another attempt is of no use: it waits to be woken. */
const HOPELESS_MS = 300_000

/** One request of the sync; tells the indicator and the clock what came of it. */
export async function syncRequest(
  context: SyncContext,
  path: string,
  options: RequestOptions = {},
): Promise<unknown> {
  const { database, access, report, signal } = context
  const what = options.method === undefined || options.method === 'GET' ? 'read' : 'send'
  try {
    const answer: Answer = await authorized(access, database.deviceId, path, { ...options, signal })
    // The clock first: the time of the contact is told by it.
    const { serverTime } = answer
    const corrected = serverTime && database.stamps.correct(serverTime.ms, serverTime.roundTripMs)
    report.contact()
    report.held(what, undefined)
    await corrected
    return await readJson(answer.response, signal)
  } catch (error) {
    if (error instanceof ApiError) {
      if (error.status > 0) report.contact()
      else if (error.code === 'offline') report.offline()
      if (error.code === 'schema-too-old') report.updateNeeded()
      const code = heldBy(error)
      if (code) report.held(what, { code, until: error.retryAfter && Date.now() + error.retryAfter * 1_000 })
    }
    throw error
  }
}

function heldBy({ code, status }: ApiError): HeldCode | undefined {
  if (code === 'server-outdated' || code === 'too-many-requests') return code
  // A 500 may be about one row alone, which is set aside then.
  return status > 500 ? 'unavailable' : undefined
}

/** Waits as the failure asks for; ends early when something happens that makes another attempt worth while. */
export interface Patience {
  after(error: unknown): Promise<void>
  /**
   * After failures, all others that wait try again as well, unless the server asked them to wait: whatever was in the way may be over
   * for them too.
   */
  succeeded(): void
}

export function createPatience({ waker, signal }: Pick<SyncContext, 'waker' | 'signal'>): Patience {
  const backoff = createBackoff()
  let hasFailed = false
  return {
    async after(error) {
      signal.throwIfAborted()
      hasFailed = true
      const hopeless = error instanceof ApiError && (error.status === 401 || error.code === 'schema-too-old')
      const asked = error instanceof ApiError ? (error.retryAfter ?? 0) * 1_000 : 0
      const woken = await waker.sleep(
        hopeless ? HOPELESS_MS : backoff.next(asked),
        signal,
        hopeless || asked > 0,
      )
      if (woken) backoff.reset()
    },
    succeeded() {
      backoff.reset()
      if (hasFailed) waker.wakeOthers()
      hasFailed = false
    },
  }
}
