import { useSearchParams } from '@solidjs/router'
import { type Accessor, createMemo } from 'solid-js'
import { createTypedText } from '../../../forms/typed-text.ts'
import { addressOf, filtersOf, type ListFilters } from './list-filters.ts'

/** The list's filters as the address says them, and the text as it is typed. */
export function useListFilters(): {
  readonly filters: Accessor<ListFilters>
  readonly text: Accessor<string>
  setText(text: string): void
} {
  const [query] = useSearchParams()
  const inAddress = createMemo(() => filtersOf({ ...query }), undefined, {
    equals: (a, b) => addressOf(a) === addressOf(b),
  })
  const typed = createTypedText(
    () => inAddress().text,
    (text) => addressOf({ ...inAddress(), text }),
  )
  return { filters: () => ({ ...inAddress(), text: typed.text() }), ...typed }
}
