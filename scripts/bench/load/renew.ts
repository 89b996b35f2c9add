import { REFRESH_COOKIE } from '../../../sync-server/identity/refresh-cookie.ts'

/** A device that goes on with its session when its access token ends, after ten minutes. */
export interface RenewingDevice {
  readonly deviceId: string
  readonly refreshToken: string
}

/** The next access token of a session, and the refresh token that goes on from it. @throws Error where it is refused */
export async function renew(
  port: number,
  { deviceId, refreshToken }: RenewingDevice,
): Promise<RenewingDevice & { readonly token: string }> {
  const response = await fetch(`http://127.0.0.1:${port}/api/v1/auth/refresh`, {
    method: 'POST',
    headers: {
      Cookie: `${REFRESH_COOKIE}=${refreshToken}`,
      'X-Device-Id': deviceId,
      'X-Requested-With': 'etrax',
    },
  })
  if (!response.ok)
    throw new Error(`Going on with a session was answered with ${response.status}: ${await response.text()}`)
  const { accessToken }: { accessToken: string } = await response.json()
  const next = response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0]?.split('='))
    .find((pair) => pair?.[0] === REFRESH_COOKIE)?.[1]
  if (next === undefined) throw new Error('A session went on without its next token.')
  return { deviceId, token: accessToken, refreshToken: next }
}
