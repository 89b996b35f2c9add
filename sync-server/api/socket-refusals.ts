import type { IncomingMessage } from 'node:http'
import type { EtraxError } from '../../shared/errors.ts'
import { OtherSchool } from '../identity/other-school.ts'
import type { SecurityLog } from '../observability/security-log.ts'
import { addressOf } from './request-context.ts'

/** Enters into the security log whom the stream over a WebSocket refused, as `problem.ts` does for requests. */
export function socketRefusals(
  log: SecurityLog,
  behindProxy: boolean,
): (error: EtraxError, request: IncomingMessage) => void {
  return (error, request) => {
    const about = { address: addressOf(request, behindProxy), target: 'GET /sync/v1/ws' }
    if (error instanceof OtherSchool) log('access', 'other-school', { ...error.of, ...about })
    else if ((error.status === 401 || error.status === 403) && error.code !== 'token-expired')
      log('access', error.code, about)
  }
}
