import { type CollectionName, isCollectionName } from '../../../shared/registry.ts'
import { requested, type SideStore } from '../db/side-store.ts'

/** Ids that a pull from the beginning has met, a page at a time: what it has not met at its end leaves the device [L3]. */
interface SeenPage {
  readonly collection: CollectionName
  readonly generation: number
  readonly ids: readonly string[]
}

export async function noteSeen(side: SideStore, page: SeenPage): Promise<void> {
  await side.write(['seen'], (store) => void store('seen').add(page))
}

export async function seenIds(
  side: SideStore,
  collection: CollectionName,
  generation: number,
): Promise<ReadonlySet<string>> {
  const pages = await side.read(['seen'], (store) =>
    requested<SeenPage[]>(store('seen').index('collection').getAll(collection)),
  )
  return new Set(pages.filter((page) => page.generation === generation).flatMap((page) => page.ids))
}

export async function forgetSeen(side: SideStore, collection: CollectionName): Promise<void> {
  if (!isCollectionName(collection)) return
  await side.write(['seen'], async (store) => {
    const keys = await requested(store('seen').index('collection').getAllKeys(collection))
    for (const key of keys) store('seen').delete(key)
  })
}
