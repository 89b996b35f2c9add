import { HEADER, SCHEMA_VERSION } from '../../../shared/protocol.ts'
import type { Access } from './access.ts'
import { ApiError } from './api-error.ts'
import { type Answer, type RequestOptions, request } from './request.ts'

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
    // Run out, or of a session that another tab put a new one in the place of. Where the session is over the refresh says so,
    // and why.
    access.refused(token)
    return attempt(await access.token())
  }
}
