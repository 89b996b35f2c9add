import { type Accessor, createEffect, createSignal, onCleanup } from 'solid-js'
import { localDatabase } from '../db/current.ts'

/** How many reviews wait for a decision, live; 0 while nobody is signed in. */
export function createOpenReviewCount(): Accessor<number> {
  const [count, setCount] = createSignal(0)
  createEffect(() => {
    const database = localDatabase()
    if (!database) {
      setCount(0)
      return
    }
    const subscription = database.collections.reviews
      .count({ selector: { state: 'open' } })
      .$.subscribe((open) => setCount(open))
    onCleanup(() => subscription.unsubscribe())
  })
  return count
}
