import { For, type JSX, Show } from 'solid-js'

export type Pair = {
  label: string
  value: JSX.Element /** Shown only when it says something. */
  hideWhenEmpty?: boolean
}
export type KeyValueProps = { pairs: readonly Pair[]; columns?: 1 | 2 }

const empty = (value: JSX.Element) => value === undefined || value === null || value === ''

/** Facts about one thing: words on the left, values lined up on the right of them. A missing value is a dash. */
export function KeyValue(props: KeyValueProps) {
  return (
    <dl class="grid gap-x-10" classList={{ 'lg:grid-cols-2': props.columns === 2 }}>
      <For each={props.pairs.filter((pair) => !(pair.hideWhenEmpty && empty(pair.value)))}>
        {(pair) => (
          <div class="grid min-w-0 grid-cols-[minmax(7rem,2fr)_3fr] items-baseline gap-4 border-b border-line py-2 last:border-0">
            <dt class="text-note text-muted">{pair.label}</dt>
            <dd class="min-w-0 font-medium">
              <Show when={!empty(pair.value)} fallback={<span class="text-muted">–</span>}>
                {pair.value}
              </Show>
            </dd>
          </div>
        )}
      </For>
    </dl>
  )
}
