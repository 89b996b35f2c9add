import type { AppContext } from '../../api/app-env.ts'
import type { RequestOrigin } from '../begin-session.ts'
import { optionalDeviceId } from '../device-header.ts'

/** Where a request comes from. @throws EtraxError `malformed-request` */
export function requestOrigin(context: AppContext): RequestOrigin {
  return {
    address: context.var.address,
    deviceId: optionalDeviceId(context),
    userAgent: context.req.header('User-Agent'),
  }
}
