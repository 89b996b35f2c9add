/** Why a local write was not saved. `blocked`: another window of an older version holds the database. */
export type StorageErrorCode = 'quota' | 'blocked' | 'failed'

/** Thrown by every local write that is not saved [D9]. Nothing of it is shown as saved. */
export class StorageError extends Error {
  override name = 'StorageError'
  readonly code: StorageErrorCode

  constructor(code: StorageErrorCode, message: string, options: { cause?: unknown } = {}) {
    super(message, options)
    this.code = code
  }
}

/** A write that has not settled after this long is taken as failed: an aborted transaction may never settle. */
const UNSETTLED_MS = 15_000

function namesQuota(error: unknown, depth = 0): boolean {
  if (typeof error !== 'object' || error === null || depth > 4) return false
  const name = 'name' in error ? error.name : undefined
  if (name === 'QuotaExceededError' || name === 'NS_ERROR_DOM_QUOTA_REACHED') return true
  const message = 'message' in error && typeof error.message === 'string' ? error.message : ''
  if (/quota|disk (is )?full|storage full/i.test(message)) return true
  const inner = 'inner' in error ? error.inner : 'cause' in error ? error.cause : undefined
  return namesQuota(inner, depth + 1)
}

export function toStorageError(error: unknown): StorageError {
  if (error instanceof StorageError) return error
  if (namesQuota(error)) return new StorageError('quota', 'The device has no room left.', { cause: error })
  return new StorageError('failed', 'The device could not save.', { cause: error })
}

/** The write's result, or a StorageError: also where the write never settles. */
export async function savedOrFailed<T>(write: () => Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const unsettled = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new StorageError('failed', 'The device did not answer.')), UNSETTLED_MS)
  })
  try {
    return await Promise.race([write(), unsettled])
  } catch (error) {
    throw toStorageError(error)
  } finally {
    clearTimeout(timer)
  }
}
