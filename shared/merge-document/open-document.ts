import { type AutomergeApi, type Handle, openHandle } from './automerge.ts'
import { fromBase64, toBase64 } from './base64.ts'
import { FIRST_CHANGE } from './first-change.ts'
import { headsOf } from './heads.ts'

/** For documents to which nothing is added under this name. */
export const READER = '00'.repeat(16)

/** The document of an encoded text; undefined where it is none or did not grow from the first change. */
export function openDocument(api: AutomergeApi, encoded: string, actor = READER): Handle | undefined {
  const bytes = headsOf(encoded) && fromBase64(encoded)
  if (!bytes) return undefined
  let handle: Handle
  try {
    handle = openHandle(api, bytes, actor)
  } catch (error) {
    // Whatever the library could not read is no document; that it can no longer run is another matter.
    if (error instanceof WebAssembly.RuntimeError) throw error
    return undefined
  }
  if (hasChanges(handle, [FIRST_CHANGE])) return handle
  handle.free()
  return undefined
}

export function hasChanges(handle: Handle, hashes: readonly string[]): boolean {
  return hashes.every((hash) => handle.getChangeMetaByHash(hash) !== null)
}

export function encodeDocument(handle: Handle): string {
  return toBase64(handle.save())
}
