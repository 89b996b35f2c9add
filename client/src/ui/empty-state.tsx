import { type JSX, Show } from 'solid-js'
import { Icon } from './icon.tsx'
import type { IconName } from './icon-paths.ts'

export type EmptyStateProps = {
  icon: IconName
  /** Left out where the page's own title says it. */
  title?: string
  /** What to do next, in one sentence. */
  hint?: string
  /** Buttons or links that do it. */
  children?: JSX.Element
}

/** Nothing here yet, and what to do about it. Left-aligned like the list that it stands for. */
export function EmptyState(props: EmptyStateProps) {
  return (
    <div class="flex max-w-form flex-col items-start gap-3 px-4 py-10">
      <span class="rounded-md bg-sunken p-3 text-muted">
        <Icon name={props.icon} size="lg" />
      </span>
      <Show when={props.title}>
        <p class="narrow text-title">{props.title}</p>
      </Show>
      <Show when={props.hint}>
        <p class="text-muted">{props.hint}</p>
      </Show>
      <Show when={props.children}>
        {(content) => <div class="mt-1 flex flex-wrap gap-2">{content()}</div>}
      </Show>
    </div>
  )
}
