import { createWindowVirtualizer } from '@tanstack/solid-virtual'
import { createEffect, createMemo, createSignal, For, type JSX, on, onCleanup, onMount, Show } from 'solid-js'

export type VirtualListProps<T> = {
  /** What the list is, read aloud. */
  label: string
  items: readonly T[]
  /** A stable key: rows keep their place and their focus when the list changes. */
  keyOf: (item: T) => string
  /** One row. It fills its line; a link or a button in it is what the keyboard reaches. */
  children: (item: T, index: () => number) => JSX.Element
  /** Height of a row in px before it is measured; the token `--row` by default. */
  rowHeight?: number
  /** A head row above, for desktops. */
  head?: JSX.Element
}

/** At most so many rows are laid out for paper; a longer list is a report's job. */
const printed = 3_000

function tokenRow(): number {
  const style = getComputedStyle(document.documentElement)
  const rem = Number.parseFloat(style.fontSize) || 16
  return (Number.parseFloat(style.getPropertyValue('--row')) || 3.5) * rem
}

/**
 * A list of any length in the page's own scroll: only what is in sight exists. Arrow keys move between rows, Home and
 * End to its ends. Screen readers get the whole length by aria-setsize. On paper all rows are there.
 */
export function VirtualList<T>(props: VirtualListProps<T>) {
  // Once per change: every row and key below reads it.
  const items = createMemo(() => props.items)
  const [top, setTop] = createSignal(0)
  const [printing, setPrinting] = createSignal(false)
  let list: HTMLUListElement | undefined

  const padding = (side: 'scrollPaddingTop' | 'scrollPaddingBottom') =>
    Number.parseFloat(getComputedStyle(document.documentElement)[side]) || 0

  const virtualizer = createWindowVirtualizer<HTMLLIElement>({
    get count() {
      return items().length
    },
    get scrollMargin() {
      return top()
    },
    estimateSize: () => props.rowHeight ?? tokenRow(),
    getItemKey: (index) => {
      const item = items()[index]
      return item === undefined ? index : props.keyOf(item)
    },
    overscan: 12,
    get scrollPaddingStart() {
      return padding('scrollPaddingTop')
    },
    get scrollPaddingEnd() {
      return padding('scrollPaddingBottom')
    },
  })

  onMount(() => {
    const measure = () => {
      if (list) setTop(Math.round(list.getBoundingClientRect().top + window.scrollY))
    }
    measure()
    // What stands above the list grows and shrinks: a banner, a row of filters.
    const observer = new ResizeObserver(measure)
    observer.observe(document.body)
    const print = matchMedia('print')
    const onPrint = () => setPrinting(print.matches)
    const before = () => setPrinting(true)
    const after = () => setPrinting(false)
    print.addEventListener('change', onPrint)
    window.addEventListener('beforeprint', before)
    window.addEventListener('afterprint', after)
    onCleanup(() => {
      observer.disconnect()
      print.removeEventListener('change', onPrint)
      window.removeEventListener('beforeprint', before)
      window.removeEventListener('afterprint', after)
    })
  })
  // Rows keep their elements when other items come into them, so that no observer says that they have other heights now.
  const measureAgain = () => {
    virtualizer.measure()
    queueMicrotask(() => {
      for (const row of list?.querySelectorAll<HTMLLIElement>('[data-index]') ?? [])
        virtualizer.measureElement(row)
    })
  }
  createEffect(on(items, measureAgain, { defer: true }))

  const focusRow = (index: number) => {
    const to = Math.max(0, Math.min(items().length - 1, index))
    virtualizer.scrollToIndex(to, { align: 'auto' })
    requestAnimationFrame(() => {
      const row = list?.querySelector(`[data-index="${to}"]`)
      const target = row?.querySelector<HTMLElement>('a') ?? row?.querySelector<HTMLElement>('button, input')
      target?.focus()
    })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-index]') : null
    if (!row) return
    const at = Number(row.dataset.index)
    const moves: Record<string, number> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      Home: 0,
      End: items().length - 1,
    }
    const to = moves[event.key]
    if (to === undefined) return
    event.preventDefault()
    focusRow(to)
  }

  return (
    <div>
      {props.head}
      <Show
        when={!printing()}
        fallback={
          <ul aria-label={props.label}>
            <For each={items().slice(0, printed)}>
              {(item, index) => (
                <li class="border-b border-line break-inside-avoid">{props.children(item, index)}</li>
              )}
            </For>
          </ul>
        }
      >
        <ul
          ref={list}
          aria-label={props.label}
          class="relative"
          style={{ height: `${virtualizer.getTotalSize()}px` }}
          onKeyDown={onKeyDown}
        >
          <For each={virtualizer.getVirtualItems()}>
            {(row) => {
              const item = () => items()[row.index]
              return (
                <li
                  ref={(element) => queueMicrotask(() => virtualizer.measureElement(element))}
                  data-index={row.index}
                  aria-setsize={items().length}
                  aria-posinset={row.index + 1}
                  class="absolute inset-x-0 top-0 border-b border-line"
                  style={{ transform: `translateY(${row.start - top()}px)` }}
                >
                  <Show when={item()} keyed>
                    {(value) => props.children(value, () => row.index)}
                  </Show>
                </li>
              )
            }}
          </For>
        </ul>
      </Show>
    </div>
  )
}
