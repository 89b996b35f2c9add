import type { Issue } from '../validate.ts'
import { type AutomergeApi, withHandles } from './automerge.ts'
import { readContents } from './document-contents.ts'
import { contentsIssue, type MergeLimits, sizeIssue } from './limits.ts'
import { openDocument } from './open-document.ts'

/** What is wrong with an encoded document, as an issue of the field that holds it; undefined where it may be stored. */
export function documentIssue(api: AutomergeApi, limits: MergeLimits, encoded: string): Issue | undefined {
  return withHandles((keep) => {
    const opened = openDocument(api, encoded)
    if (!opened) return { field: 'merge', code: 'malformed' }
    const handle = keep(opened)
    const tooLarge = sizeIssue(handle)
    if (tooLarge) return tooLarge
    const contents = readContents(handle)
    if (!contents) return { field: 'merge', code: 'wrong-type' }
    const issue = contentsIssue(limits, contents)
    return issue && { ...issue, field: 'merge' }
  })
}
