import { parseStamp } from '../../../shared/clock.ts'
import type { AnyDocument, Definition } from '../../../shared/collections/definition.ts'
import { changedFields } from '../../../shared/merge.ts'
import { mergeFieldsOf } from '../../../shared/merge-document/contents.ts'
import { encodedGroup } from '../../../shared/merge-document/limits.ts'
import type { GrowDocument } from './automerge-library.ts'

/** Nobody waits longer than this for a part of the app to arrive before their words are saved. */
const LONGEST_WAIT_MS = 2_000

let loading: Promise<GrowDocument | undefined> | undefined

/**
 * What grows documents; undefined where it cannot be loaded, or not soon. It comes from the cache of the service worker or
 * from the network; the next save tries again.
 */
export async function documentGrower(): Promise<GrowDocument | undefined> {
  loading ??= import('./automerge-library.ts')
    .then(({ openLibrary }) => openLibrary())
    .catch(() => {
      loading = undefined
      return undefined
    })
  let timer: ReturnType<typeof setTimeout> | undefined
  const waited = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), LONGEST_WAIT_MS)
  })
  const grower = await Promise.race([loading, waited])
  clearTimeout(timer)
  return grower
}

/** Fetches what grows documents, so that it is there without a network; nothing of it runs. */
export async function keepDocumentGrower(): Promise<void> {
  const { keepLibrary } = await import('./automerge-library.ts')
  await keepLibrary()
}

/** Whether a write changes what an encoded document is the truth of, and leaves the document as it was. */
export function needsDocument(
  definition: Definition,
  current: AnyDocument | undefined,
  next: AnyDocument,
): boolean {
  const encoded = encodedGroup(definition)
  if (!encoded) return false
  const { encodedField } = encoded.group
  const changed = changedFields(definition, encoded.name, current, next)
  return changed.length > 0 && !changed.includes(encodedField ?? '')
}

/**
 * The write with its encoded document [A1]. Where none can be grown it goes without one: its projection says what changed,
 * and a document that said something else would be believed.
 */
export function withDocument(
  definition: Definition,
  current: AnyDocument | undefined,
  next: AnyDocument,
  grow: GrowDocument | undefined,
): AnyDocument {
  const encoded = encodedGroup(definition)
  const encodedField = encoded?.group.encodedField
  if (!encoded || encodedField === undefined || !needsDocument(definition, current, next)) return next
  const write = { deviceId: parseStamp(next.stamp)?.deviceId ?? '', stamp: next.stamp }
  const grown = grow?.(mergeFieldsOf(current), mergeFieldsOf(next), write)
  if (grown !== undefined && grown.length <= encoded.limits.merge.maxLength)
    return { ...next, [encodedField]: grown }
  const { [encodedField]: _left, ...projection } = next
  return { ...projection, id: next.id, stamp: next.stamp }
}
