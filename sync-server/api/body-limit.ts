import type { MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { EtraxError } from '../../shared/errors.ts'
import type { AppEnv } from './app-env.ts'

/**
 * Refuses a body above `bytes` before anything works on it, and one that is packed. A stated length is compared; Node's
 * parser holds the sender to it. A chunked body is counted as it comes.
 */
export function limitBody(bytes: number): MiddlewareHandler<AppEnv> {
  const chunked = bodyLimit({
    maxSize: bytes,
    onError: () => {
      throw tooLarge(bytes)
    },
  })
  return async (context, next) => {
    const { headers } = context.env.incoming
    const encoding = headers['content-encoding']
    if (encoding !== undefined && encoding !== 'identity')
      throw new EtraxError('unsupported-media-type', 'A packed body is not accepted.')
    if (headers['transfer-encoding'] !== undefined) return await chunked(context, next)
    if (Number(headers['content-length'] ?? 0) > bytes) throw tooLarge(bytes)
    return await next()
  }
}

function tooLarge(bytes: number): EtraxError {
  return new EtraxError('too-large', `The body is larger than ${bytes} bytes.`)
}
