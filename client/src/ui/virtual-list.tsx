import { Key } from '@solid-primitives/keyed'
import { createMemo, createSignal, type JSX, onCleanup, onMount, Show } from 'solid-js'
import { rowAt, rowOffsets } from './row-offsets.ts'

export type VirtualListProps<T> = {
  /** What the list is, read aloud. */
  label: string
  items: readonly T[]
  /** A stable key: what was measured of a row holds wherever it stands. */
  keyOf: (item: T) => string
  /** One row, kept for as long as its key is shown. It fills its line; a link or a button in it is what the keyboard reaches. */
  children: (item: () => T, index: () => number) => JSX.Element
  /** Height of a row in px before it is measured; the token `--row` by default. */
  rowHeight?: number
  /** A head row above, for desktops. */
  head?: JSX.Element
}

/** At most so many rows are laid out for paper; a longer list is a report's job. */
const printed = 3_000
/** Rows are there this far before they come into sight, in px. */
const ahead = 800
/** A row that was far away is there some frames after the page was scrolled to it. */
const mostFrames = 30

function tokenRow(): number {
  const style = getComputedStyle(document.documentElement)
  const rem = Number.parseFloat(style.fontSize) || 16
  return (Number.parseFloat(style.getPropertyValue('--row')) || 3.5) * rem
}

/**
 * A list of any length in the page's own scroll: only what is in sight exists, between two spaces as high as what is not.
 * The rows lie in the page's flow, so that a browser anchors the scroll on those in sight when others turn out higher or
 * lower than assumed. Arrow keys move between rows, Home and End to its ends. Screen readers get the whole length by
 * aria-setsize. On paper all rows are there.
 */
export function VirtualList<T>(props: VirtualListProps<T>) {
  // Once per change: every row below reads it.
  const items = createMemo(() => props.items)
  const keys = createMemo(() => items().map((item) => props.keyOf(item)))
  const heights = new Map<string, number>()
  const assumed = createMemo(() => props.rowHeight ?? tokenRow())
  const [measured, setMeasured] = createSignal(0)
  const offsets = createMemo(() => {
    measured()
    return rowOffsets(keys(), heights, assumed())
  })
  const [sight, setSight] = createSignal({ top: 0, bottom: 0 })
  const first = createMemo(() => Math.max(0, rowAt(offsets(), sight().top - ahead)))
  const end = createMemo(() => rowAt(offsets(), sight().bottom + ahead) + 1)
  const [printing, setPrinting] = createSignal(false)
  let whole: HTMLDivElement | undefined

  const look = () => {
    if (!whole) return
    const { top } = whole.getBoundingClientRect()
    setSight({ top: -top, bottom: window.innerHeight - top })
  }
  const rowKeys = new WeakMap<Element, string>()
  const rows = new ResizeObserver((entries) => {
    let changed = false
    for (const { target, borderBoxSize } of entries) {
      const key = rowKeys.get(target)
      const height = borderBoxSize[0]?.blockSize
      if (key === undefined || height === undefined) continue
      changed ||= height !== (heights.get(key) ?? assumed())
      heights.set(key, height)
    }
    if (changed) setMeasured((count) => count + 1)
  })
  const measure = (row: HTMLLIElement, item: T) => {
    rowKeys.set(row, props.keyOf(item))
    rows.observe(row)
    onCleanup(() => rows.unobserve(row))
  }

  onMount(() => {
    look()
    // What stands above the list grows and shrinks: a banner, a row of filters.
    const page = new ResizeObserver(look)
    page.observe(document.body)
    const print = matchMedia('print')
    const onPrint = () => setPrinting(print.matches)
    const before = () => setPrinting(true)
    const after = () => setPrinting(false)
    window.addEventListener('scroll', look, { passive: true })
    window.addEventListener('resize', look)
    print.addEventListener('change', onPrint)
    window.addEventListener('beforeprint', before)
    window.addEventListener('afterprint', after)
    onCleanup(() => {
      rows.disconnect()
      page.disconnect()
      window.removeEventListener('scroll', look)
      window.removeEventListener('resize', look)
      print.removeEventListener('change', onPrint)
      window.removeEventListener('beforeprint', before)
      window.removeEventListener('afterprint', after)
    })
  })

  const rowElement = (index: number) => whole?.querySelector(`[data-index="${index}"]`)
  const focusOnceThere = (index: number, frames = mostFrames) => {
    const row = rowElement(index)
    const target = row?.querySelector<HTMLElement>('a') ?? row?.querySelector<HTMLElement>('button, input')
    target?.focus()
    if (!target && frames > 0) requestAnimationFrame(() => focusOnceThere(index, frames - 1))
  }
  const focusRow = (index: number) => {
    const to = Math.max(0, Math.min(items().length - 1, index))
    if (whole && !rowElement(to)) {
      const { top } = whole.getBoundingClientRect()
      window.scrollBy({ top: top + (offsets()[to] ?? 0) - window.innerHeight / 2, behavior: 'instant' })
    }
    focusOnceThere(to)
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
            <Key each={items().slice(0, printed)} by={props.keyOf}>
              {(item, index) => (
                <li class="border-b border-line break-inside-avoid">{props.children(item, index)}</li>
              )}
            </Key>
          </ul>
        }
      >
        <div ref={whole}>
          <div style={{ height: `${offsets()[first()]}px` }} />
          <ul aria-label={props.label} onKeyDown={onKeyDown}>
            <Key each={items().slice(first(), end())} by={props.keyOf}>
              {(item, at) => {
                const index = () => first() + at()
                return (
                  <li
                    ref={(row) => measure(row, item())}
                    data-index={index()}
                    aria-setsize={items().length}
                    aria-posinset={index() + 1}
                    class="border-b border-line"
                  >
                    {props.children(item, index)}
                  </li>
                )
              }}
            </Key>
          </ul>
          <div style={{ height: `${(offsets().at(-1) ?? 0) - (offsets()[end()] ?? 0)}px` }} />
        </div>
      </Show>
    </div>
  )
}
