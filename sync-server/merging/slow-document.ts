import * as automerge from '@automerge/automerge'
import { commit, withHandles } from '../../shared/merge-document/automerge.ts'
import { CUSTOM, firstDocument, NOTES } from '../../shared/merge-document/first-change.ts'
import { encodeDocument } from '../../shared/merge-document/open-document.ts'

/** For tests: a good document without contents, of less than a kilobyte, whose history has this many operations. */
export function slowDocument(operations: number, actor = 'ab'.repeat(16)): string {
  return withHandles((keep) => {
    const handle = keep(firstDocument(automerge, actor))
    for (let left = operations; left > 0; left -= 15_000) {
      const length = Math.min(left, 15_000)
      handle.splice(NOTES, 0, 0, 'x'.repeat(length))
      handle.splice(NOTES, 0, length)
    }
    commit(handle)
    return encodeDocument(handle)
  })
}

/** For tests: the same of changes, each of which takes as long as ten operations. */
export function manyChanges(changes: number, actor = 'ab'.repeat(16)): string {
  return withHandles((keep) => {
    const handle = keep(firstDocument(automerge, actor))
    for (let turn = 0; turn < changes; turn += 1) {
      handle.put(CUSTOM, 'row', turn % 2)
      commit(handle)
    }
    return encodeDocument(handle)
  })
}
