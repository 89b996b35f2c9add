import type { Json } from '../../../shared/json.ts'
import { deviceId } from '../db/device.ts'
import { ApiError } from './api-error.ts'
import { authorized } from './authorized.ts'
import { readJson } from './request.ts'
import { currentAccess } from './session.ts'

export interface ApiOptions {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly body?: Json | Blob | FormData
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>
  readonly headers?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal
}

/**
 * A request of a screen that needs the server (import, administration, reports). `read` checks the answer's form, since it
 * comes from outside. @throws ApiError
 */
export async function api<T>(
  path: string,
  read: (answer: unknown) => T,
  options: ApiOptions = {},
): Promise<T> {
  const response = await send(path, options)
  return read(await readJson(response, options.signal))
}

/** A file that the server makes. @throws ApiError */
export async function download(
  path: string,
  options: Pick<ApiOptions, 'query' | 'signal'> = {},
): Promise<Blob> {
  const response = await send(path, options)
  try {
    return await response.blob()
  } catch (cause) {
    options.signal?.throwIfAborted()
    throw new ApiError('offline', 'The file broke off.', { cause })
  }
}

async function send(path: string, options: ApiOptions): Promise<Response> {
  const access = currentAccess()
  if (!access) throw new ApiError('unauthenticated', 'Nobody is signed in.', { status: 401 })
  const { body, query, headers, signal, method } = options
  const raw = body instanceof Blob || body instanceof FormData
  const { response } = await authorized(access, await deviceId(), `/api/v1${path}${queryText(query)}`, {
    method,
    signal,
    headers: { ...(body === undefined || raw ? {} : { 'Content-Type': 'application/json' }), ...headers },
    body: body === undefined ? undefined : raw ? body : JSON.stringify(body),
  })
  return response
}

function queryText(query: ApiOptions['query'] = {}): string {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(query))
    if (value !== undefined) parameters.set(name, String(value))
  const text = parameters.toString()
  return text === '' ? '' : `?${text}`
}
