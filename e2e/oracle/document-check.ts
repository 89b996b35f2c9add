import * as automerge from '@automerge/automerge'
import { type Handle, withHandles } from '../../shared/merge-document/automerge.ts'
import {
  contentsOf,
  mergeFieldsOf,
  projectionOf,
  sameContents,
} from '../../shared/merge-document/contents.ts'
import { readContents } from '../../shared/merge-document/document-contents.ts'
import { generationOf } from '../../shared/merge-document/generation.ts'
import { openDocument } from '../../shared/merge-document/open-document.ts'
import type { Evidence } from './evidence.ts'

/** Where a thing's merge document is none, or says something else than the notes, tags and own fields beside it [A1]. */
export function documentDifferences(evidence: Evidence): readonly string[] {
  return evidence.of('equipment').flatMap(({ document, deleted }) => {
    const fields = mergeFieldsOf(document)
    const { merge } = fields
    if (deleted || merge === undefined) return []
    const said = opened(merge, readContents)
    if (!said) return [`${document.id} has a document that cannot be read`]
    const beside = contentsOf(fields)
    if (sameContents(said, beside)) return []
    return [
      `${document.id} has ${JSON.stringify(projectionOf(beside))}, its document ${JSON.stringify(projectionOf(said))}`,
    ]
  })
}

/** How often histories were given up, of all documents together. */
export function generationsIn(evidence: Evidence): number {
  return evidence.of('equipment').reduce((sum, { document }) => {
    const { merge } = mergeFieldsOf(document)
    return sum + (merge === undefined ? 0 : (opened(merge, generationOf)?.number ?? 0))
  }, 0)
}

function opened<T>(merge: string, read: (handle: Handle) => T): T | undefined {
  return withHandles((keep) => {
    const handle = openDocument(automerge, merge)
    return handle && read(keep(handle))
  })
}
