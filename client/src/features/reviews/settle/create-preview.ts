import { type Accessor, createEffect, createSignal, onCleanup } from 'solid-js'
import type { Review } from '../../../../../shared/collections/reviews.ts'
import type { Decider } from '../../../../../shared/reviews/world.ts'
import type { Choice } from '../../../reviews/decide.ts'
import { decider, localSource } from './local-source.ts'
import type { Preview } from './preview.ts'

/** The preview of a choice, made again when the review, the choice or what it is about changes; undefined without one. */
export function createPreview(options: {
  readonly review: () => Review
  readonly choice: () => Choice | undefined
  /** What is read here, beside the review, makes the preview anew when it changes. */
  readonly follows: () => unknown
}): Accessor<Preview | undefined> {
  const [preview, setPreview] = createSignal<Preview>()
  createEffect(() => {
    const by = decider()
    const [review, choice] = [options.review(), options.choice()]
    options.follows()
    let current = true
    onCleanup(() => {
      current = false
    })
    setPreview(undefined)
    if (!by || !choice) return
    planned(review, choice, by).then(
      (made) => {
        if (current) setPreview(made)
      },
      (error: unknown) => console.error('The outcome could not be planned.', error),
    )
  })
  return preview
}

/** The plan of every kind of decision is as large as the page itself: it comes with the first choice. */
async function planned(review: Review, choice: Choice, by: Decider): Promise<Preview> {
  const { previewOf } = await import('./preview.ts')
  return previewOf(review, choice, localSource, by, Date.now())
}
