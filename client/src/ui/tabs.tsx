import { createUniqueId, For, type JSX, Show } from 'solid-js'
import { formatNumber } from '../i18n/format.ts'

export type Tab<V extends string> = { value: V; label: string; count?: number; content: () => JSX.Element }
export type TabsProps<V extends string> = {
  label: string
  tabs: readonly Tab<V>[]
  value: V
  onChange: (value: V) => void
}

/** Views of one thing, one at a time. Arrow keys move between the tabs; only the chosen view exists. */
export function Tabs<V extends string>(props: TabsProps<V>) {
  const id = createUniqueId()
  let list: HTMLDivElement | undefined
  const current = () => props.tabs.find((tab) => tab.value === props.value)
  const onKeyDown = (event: KeyboardEvent) => {
    const at = props.tabs.findIndex((tab) => tab.value === props.value)
    const last = props.tabs.length - 1
    const moves: Record<string, number> = {
      ArrowRight: at === last ? 0 : at + 1,
      ArrowLeft: at === 0 ? last : at - 1,
      Home: 0,
      End: last,
    }
    const to = moves[event.key]
    const tab = to === undefined ? undefined : props.tabs[to]
    if (!tab || to === undefined) return
    event.preventDefault()
    props.onChange(tab.value)
    list?.querySelectorAll<HTMLElement>('[role=tab]')[to]?.focus()
  }
  return (
    <div>
      <div
        ref={list}
        role="tablist"
        aria-label={props.label}
        class="flex gap-1 overflow-x-auto border-b border-line [scrollbar-width:none]"
        data-print="no"
        onKeyDown={onKeyDown}
      >
        <For each={props.tabs}>
          {(tab) => (
            <button
              type="button"
              role="tab"
              id={`${id}-${tab.value}`}
              aria-selected={tab.value === props.value}
              aria-controls={`${id}-panel`}
              tabindex={tab.value === props.value ? 0 : -1}
              class="relative min-h-target shrink-0 px-3 font-semibold text-muted hover:text-text focus-visible:-outline-offset-3 aria-selected:text-accent-text aria-selected:after:absolute aria-selected:after:inset-x-0 aria-selected:after:-bottom-px aria-selected:after:h-1 aria-selected:after:bg-accent-text"
              onClick={() => props.onChange(tab.value)}
            >
              {tab.label}
              <Show when={tab.count !== undefined}>
                <span class="ml-1.5 font-normal">{formatNumber(tab.count ?? 0)}</span>
              </Show>
            </button>
          )}
        </For>
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${props.value}`}>
        <Show when={current()} keyed>
          {(tab) => tab.content()}
        </Show>
      </div>
    </div>
  )
}
