import { requested, type SideStore } from '../db/side-store.ts'

/** `collection,id` of the rows that the server could not take. */
export async function parkedKeys(side: SideStore): Promise<ReadonlySet<string>> {
  const keys = await side.read(['parked'], (store) => requested(store('parked').getAllKeys()))
  return new Set(keys.map(String))
}
