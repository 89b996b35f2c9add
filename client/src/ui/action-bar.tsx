import { type JSX, Show } from 'solid-js'

export type ActionBarProps = {
  /** What the actions are about: "3 chosen", "12 items for Jordan Lee". Announced when it changes. */
  summary?: JSX.Element
  children: JSX.Element
}

/** Actions that stay at the bottom of the page while it scrolls: bulk actions, saving a form, the station's "Done". */
export function ActionBar(props: ActionBarProps) {
  return (
    <div
      class="rise action-bar z-10 flex flex-wrap items-center gap-x-4 gap-y-2 border-t border-line bg-raised px-4 py-3 lg:px-6"
      data-print="no"
    >
      <Show when={props.summary}>
        {(summary) => (
          <p class="mr-auto min-w-0 font-semibold" role="status">
            {summary()}
          </p>
        )}
      </Show>
      <div class="flex min-w-0 flex-1 flex-wrap justify-end gap-2 max-sm:basis-full max-sm:*:flex-1">
        {props.children}
      </div>
    </div>
  )
}
