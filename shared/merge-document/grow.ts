import { changeActor } from './actors.ts'
import { type AutomergeApi, commit, withHandles } from './automerge.ts'
import { contentsOf, EMPTY, isEmpty, type MergeFields, sameContents } from './contents.ts'
import { readContents, writeContents } from './document-contents.ts'
import { firstDocument } from './first-change.ts'
import { historyOf, LONG_HISTORY } from './limits.ts'
import { encodeDocument, openDocument } from './open-document.ts'

/**
 * The document of a device's own change of the projection, encoded. Undefined where it can have none: the projection has no
 * document yet, or another than it says. The projection goes alone then, and the server applies its difference.
 */
export function growDocument(
  api: AutomergeApi,
  current: MergeFields,
  next: MergeFields,
  write: { readonly deviceId: string; readonly stamp: string },
): string | undefined {
  const actor = changeActor(write.deviceId, write.stamp)
  return withHandles((keep) => {
    const known = contentsOf(current)
    if (current.merge === undefined && !isEmpty(known)) return undefined
    const opened =
      current.merge === undefined ? firstDocument(api, actor) : openDocument(api, current.merge, actor)
    if (!opened) return undefined
    const handle = keep(opened)
    const before = current.merge === undefined ? EMPTY : readContents(handle)
    if (!before || !sameContents(before, known)) return undefined
    writeContents(handle, before, contentsOf(next))
    commit(handle)
    // The server gives such a history up, and could refuse it; by the projection it takes the words all the same.
    if (historyOf(handle) > LONG_HISTORY) return undefined
    return encodeDocument(handle)
  })
}
