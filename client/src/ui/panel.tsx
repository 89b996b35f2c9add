import { type JSX, Show } from 'solid-js'

export type PanelProps = {
  title?: string
  /** Beside the title: a button, a link. */
  action?: JSX.Element
  children: JSX.Element
  /** No space inside, for lists that reach the edge. */
  flush?: boolean
}

/** A part of a page with its heading. */
export function Panel(props: PanelProps) {
  return (
    <section class="min-w-0">
      <Show when={props.title}>
        <div class="flex min-h-target items-center justify-between gap-3 pb-1.5">
          <h2 class="narrow text-lead">{props.title}</h2>
          {props.action}
        </div>
      </Show>
      <div
        class="edge overflow-hidden rounded-md border-line bg-raised"
        classList={{ 'px-4 py-3': props.flush !== true }}
      >
        {props.children}
      </div>
    </section>
  )
}
