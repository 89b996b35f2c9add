import { contentsActor } from './actors.ts'
import { type AutomergeApi, commit, type Handle } from './automerge.ts'
import { type Contents, EMPTY, projectionOf } from './contents.ts'
import { writeContents } from './document-contents.ts'
import { FIRST_CHANGE, firstDocument } from './first-change.ts'
import { READER } from './open-document.ts'

const PARTS = ['notes', 'tags', 'custom'] as const

/**
 * The document of contents that have none yet. Whoever makes it makes the same, each part by a change of its own: two
 * records that say the same in one part have that part's change in common.
 */
export function seedDocument(api: AutomergeApi, contents: Contents): Handle {
  const handle = firstDocument(api, READER)
  const projection = projectionOf(contents)
  for (const part of PARTS) {
    if (projection[part] === undefined) continue
    const grown = handle.fork(contentsActor(part, projection[part]), [FIRST_CHANGE])
    writeContents(grown, EMPTY, { ...EMPTY, [part]: contents[part] })
    commit(grown)
    handle.merge(grown)
    grown.free()
  }
  return handle
}
