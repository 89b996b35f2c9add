import { type AutomergeApi, type Handle, withHandles } from './automerge.ts'
import type { Contents } from './contents.ts'
import { FIRST_CHANGE } from './first-change.ts'
import { compacted, generationOf, isOvergrown } from './generation.ts'
import { sameEncoded } from './heads.ts'
import { historyOf, type MergeLimits } from './limits.ts'
import type { MergeTask } from './merge-task.ts'
import { encodeDocument } from './open-document.ts'

/** The stored bytes where they say the same, else those that were sent; compacted where the history has grown too long. */
export function encodeResult(
  api: AutomergeApi,
  limits: MergeLimits,
  { stored, sent }: MergeTask,
  document: Handle,
  contents: Contents,
): { readonly merge?: string } {
  if (isUntouched(document)) return {}
  const saved = encodeDocument(document)
  const known = [stored.merge, sent.merge].find((merge) => sameEncoded(merge, saved))
  if (known !== undefined && known === stored.merge) return { merge: known }
  const { maxLength } = limits.merge
  if (saved.length <= maxLength && !isOvergrown((saved.length / 4) * 3, historyOf(document), contents))
    return { merge: known ?? saved }
  const merge = withHandles((keep) => encodeDocument(keep(compacted(api, contents, generationOf(document)))))
  // Contents that are larger than the field stand by their projection alone.
  return merge.length <= maxLength ? { merge } : {}
}

/** No document means no notes, tags or custom fields yet. */
function isUntouched(document: Handle): boolean {
  return document.getHeads().join() === FIRST_CHANGE
}
