import { createEffect, createSignal, onCleanup } from 'solid-js'
import { type CollectionName, collectionNames } from '../../../../shared/registry.ts'
import { localDatabase } from '../../db/current.ts'

/** How many documents of a collection this device holds, live. */
export function createDocumentCounts(): (name: CollectionName) => number {
  const [counts, setCounts] = createSignal<Readonly<Partial<Record<CollectionName, number>>>>({})
  createEffect(() => {
    const database = localDatabase()
    setCounts({})
    if (!database) return
    for (const name of collectionNames) {
      const subscription = database.collections[name]
        .count()
        .$.subscribe((count) => setCounts((known) => ({ ...known, [name]: count })))
      onCleanup(() => subscription.unsubscribe())
    }
  })
  return (name) => counts()[name] ?? 0
}
