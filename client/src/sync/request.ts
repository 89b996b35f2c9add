import { isJsonObject } from '../../../shared/json.ts'
import { HEADER } from '../../../shared/protocol.ts'
import { ApiError, isProblemCode } from './api-error.ts'

/** An answer that does not begin within this time is given up; a body of this many bytes a second adds to it. */
const ANSWER_MS = 45_000
const SLOWEST_UPLOAD_BYTES_PER_MS = 1
const IDLE_MS = 30_000

export interface RequestOptions {
  readonly method?: string | undefined
  readonly headers?: Readonly<Record<string, string>> | undefined
  readonly body?: string | Blob | FormData | undefined
  readonly signal?: AbortSignal | undefined
}

/** What an answer told of the server's clock [C3]. */
export interface ServerTime {
  readonly ms: number
  readonly roundTripMs: number
}

export interface Answer {
  readonly response: Response
  readonly serverTime: ServerTime | undefined
}

/** One request. Resolves to a success; everything else is an ApiError. An abort by `signal` rejects with its reason. */
export async function request(path: string, options: RequestOptions = {}): Promise<Answer> {
  const started = performance.now()
  const late = new AbortController()
  const timer = setTimeout(() => late.abort(), ANSWER_MS + sizeOf(options.body) / SLOWEST_UPLOAD_BYTES_PER_MS)
  let response: Response
  try {
    response = await fetch(path, {
      method: options.method ?? 'GET',
      headers: { Accept: 'application/json', ...options.headers },
      ...(options.body === undefined ? {} : { body: options.body }),
      signal: options.signal ? AbortSignal.any([options.signal, late.signal]) : late.signal,
      credentials: 'same-origin',
      cache: 'no-store',
      redirect: 'error',
    })
  } catch (cause) {
    options.signal?.throwIfAborted()
    throw new ApiError('offline', 'The server did not answer.', { cause })
  } finally {
    clearTimeout(timer)
  }
  if (!response.ok) throw await problem(response)
  const ms = Number(response.headers.get(HEADER.serverTime) ?? Number.NaN)
  return {
    response,
    serverTime: Number.isFinite(ms) ? { ms, roundTripMs: performance.now() - started } : undefined,
  }
}

function sizeOf(body: RequestOptions['body']): number {
  if (typeof body === 'string') return body.length
  return body instanceof Blob ? body.size : 0
}

/** The answer's JSON. A body that stops coming is given up. */
export async function readJson(response: Response, signal?: AbortSignal): Promise<unknown> {
  if (!response.body) return undefined
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
  const parts: string[] = []
  for (;;) {
    let timer: ReturnType<typeof setTimeout> | undefined
    const idle = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new ApiError('offline', 'The answer stopped coming.')), IDLE_MS)
    })
    try {
      const { done, value } = await Promise.race([reader.read(), idle])
      if (done) break
      parts.push(value)
    } catch (cause) {
      reader.cancel().catch(() => undefined)
      signal?.throwIfAborted()
      throw cause instanceof ApiError ? cause : new ApiError('offline', 'The answer broke off.', { cause })
    } finally {
      clearTimeout(timer)
    }
  }
  const text = parts.join('')
  if (text === '') return undefined
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new ApiError('unexpected-answer', 'The answer is no JSON.', { status: response.status, cause })
  }
}

async function problem(response: Response): Promise<ApiError> {
  const body = await readJson(response).catch(() => undefined)
  const details = isJsonObject(body) ? body : {}
  const seconds = Number(response.headers.get('Retry-After') ?? Number.NaN)
  const code = isProblemCode(details.code) ? details.code : 'unexpected-answer'
  const message =
    typeof details.detail === 'string' ? details.detail : `The server answered ${response.status}.`
  return new ApiError(code, message, {
    status: response.status,
    retryAfter: Number.isFinite(seconds) ? seconds : undefined,
    details: { ...details },
  })
}
