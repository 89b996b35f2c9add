import { HEADER, SCHEMA_VERSION } from '../../../shared/protocol.ts'
import type { Access } from './access.ts'
import { ApiError } from './api-error.ts'
import { type Answer, type RequestOptions, request } from './request.ts'

const tokenCodes: readonly string[] = ['unauthenticated', 'token-expired']

/** A request in the name of the signed-in person. A token that the server refuses is renewed once. */
export async function authorized(
  access: Access,
  deviceId: string,
  path: string,
  options: RequestOptions = {},
): Promise<Answer> {
  const attempt = async (token: string) =>
    request(path, {
      ...options,
      headers: {
        ...options.headers,
        Authorization: `Bearer ${token}`,
        [HEADER.tenant]: access.tenant,
        [HEADER.device]: deviceId,
        [HEADER.schema]: String(SCHEMA_VERSION),
        [HEADER.time]: String(Date.now()),
      },
    })
  const token = await access.token()
  try {
    return await attempt(token)
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 401) throw error
    access.refused(token)
    if (!tokenCodes.includes(error.code)) {
      // Disabled or signed out elsewhere: the refresh says which, and for good.
      await access.token()
      throw error
    }
    return attempt(await access.token())
  }
}
