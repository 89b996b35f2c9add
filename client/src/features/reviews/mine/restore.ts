import type { AnyDocument } from '../../../../../shared/collections/definition.ts'
import type { Json } from '../../../../../shared/json.ts'
import { updateFields } from '../../../db/write.ts'
import type { LostWrite } from './lost-writes.ts'

/** Writes what was lost onto what is there now; resolves to what takes it back. */
export async function restore(
  { collection, documentId }: LostWrite,
  changes: Readonly<Record<string, Json>>,
  current: AnyDocument,
): Promise<() => Promise<void>> {
  const before = Object.fromEntries(Object.keys(changes).map((field) => [field, current[field]]))
  const after = Object.fromEntries(
    Object.entries(changes).map(([field, value]) => [field, value ?? undefined]),
  )
  await updateFields(collection, documentId, after, before)
  return () => updateFields(collection, documentId, before, after)
}
