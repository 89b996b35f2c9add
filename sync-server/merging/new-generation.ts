import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { getBackend, init, initializeWasm } from '@automerge/automerge/slim'
import { withHandles } from '../../shared/merge-document/automerge.ts'
import { contentsOf, mergeFieldsOf } from '../../shared/merge-document/contents.ts'
import { compacted, generationOf } from '../../shared/merge-document/generation.ts'
import { encodeDocument, openDocument } from '../../shared/merge-document/open-document.ts'

let loaded: Promise<unknown> | undefined

/** Loads what opens documents, once in a process. */
export async function loadMergeLibrary(): Promise<void> {
  const file = import.meta.resolve('@automerge/automerge/automerge.wasm')
  loaded ??= initializeWasm(readFileSync(fileURLToPath(file)))
  await loaded
}

/**
 * The encoded document of these contents without the history that led to them, as the generation after `merge`: devices that hold
 * the older one count by what they say from then on [A1]. Undefined where `merge` is no document. To be called when the library
 * is loaded.
 */
export function newGeneration(
  merge: string,
  contents: Readonly<Record<string, unknown>>,
): string | undefined {
  const api = { init, getBackend }
  return withHandles((keep) => {
    const opened = openDocument(api, merge)
    if (!opened) return undefined
    const generation = generationOf(keep(opened))
    const { notes, tags, custom } = contents
    const fields = mergeFieldsOf({ notes, tags, custom })
    return encodeDocument(keep(compacted(api, contentsOf(fields), generation)))
  })
}
