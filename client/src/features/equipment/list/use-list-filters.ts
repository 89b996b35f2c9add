import { useNavigate, useSearchParams } from '@solidjs/router'
import { type Accessor, createMemo } from 'solid-js'
import { createTypedText } from '../../forms/typed-text.ts'
import { addressOf, filtersOf, type ListFilters } from './list-filters.ts'

/** The list's filters as the address says them, and the text as it is typed. */
export function useListFilters(): {
  readonly filters: Accessor<ListFilters>
  readonly text: Accessor<string>
  setText(text: string): void
  settle(): void
} {
  const [query] = useSearchParams()
  const navigate = useNavigate()
  const filters = createMemo(() => filtersOf({ ...query }), undefined, {
    equals: (a, b) => addressOf(a) === addressOf(b),
  })
  const typed = createTypedText(
    () => filters().text,
    (text) => navigate(addressOf({ ...filters(), text }), { replace: true, scroll: false }),
  )
  return { filters, ...typed }
}
