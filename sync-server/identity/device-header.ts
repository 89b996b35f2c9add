import { DEVICE_ID_PATTERN } from '../../shared/clock.ts'
import { EtraxError } from '../../shared/errors.ts'
import { HEADER } from '../../shared/protocol.ts'
import type { AppContext } from '../api/app-env.ts'

const deviceIdForm = new RegExp(DEVICE_ID_PATTERN)

/** The device that a request says it comes from. @throws EtraxError `malformed-request` for what is no device id */
export function optionalDeviceId(context: AppContext): string | undefined {
  const deviceId = context.req.header(HEADER.device)
  if (deviceId !== undefined && !deviceIdForm.test(deviceId))
    throw new EtraxError('malformed-request', `${HEADER.device} is no device id.`)
  return deviceId
}
