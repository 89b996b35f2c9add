import { type JSX, onCleanup, onMount, Show } from 'solid-js'

export type ActionBarProps = {
  /** What the actions are about: "3 chosen", "12 items for Jordan Lee". Announced when it changes. */
  summary?: JSX.Element
  children: JSX.Element
}

/** Actions that stay at the bottom of the page while it scrolls: bulk actions, saving a form, the station's "Done". */
export function ActionBar(props: ActionBarProps) {
  let bar: HTMLDivElement | undefined
  // What is said at the bottom of the window is said above the bar: its buttons stay in reach.
  onMount(() => {
    const root = document.documentElement.style
    const observer = new ResizeObserver(() => root.setProperty('--bar', `${bar?.offsetHeight ?? 0}px`))
    if (bar) observer.observe(bar)
    onCleanup(() => {
      observer.disconnect()
      root.removeProperty('--bar')
    })
  })
  return (
    <div
      ref={bar}
      class="rise action-bar z-10 flex flex-wrap items-center gap-x-4 gap-y-2 border-t border-line bg-raised px-4 py-3 lg:px-6"
      data-print="no"
    >
      <Show when={props.summary}>
        {(summary) => (
          <p class="min-w-0 flex-1 basis-40 font-semibold" role="status">
            {summary()}
          </p>
        )}
      </Show>
      <div class="ml-auto flex max-w-full flex-wrap justify-end gap-2 [overflow-wrap:normal] max-sm:basis-full max-sm:*:flex-1">
        {props.children}
      </div>
    </div>
  )
}
