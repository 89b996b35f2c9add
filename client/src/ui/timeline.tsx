import { For, type JSX, Show } from 'solid-js'
import { Icon } from './icon.tsx'
import type { IconName } from './icon-paths.ts'
import type { Tone } from './status-badge.tsx'

export type TimelineEvent = {
  id: string
  icon: IconName
  tone?: Tone
  title: JSX.Element
  /** When, as words; with `iso` it is a time element. */
  when: string
  iso?: string
  /** Who, where, a note. */
  children?: JSX.Element
}

const tones: Record<Tone, string> = {
  neutral: 'bg-sunken text-text',
  accent: 'bg-accent-soft text-accent-text',
  positive: 'bg-positive-soft text-positive-text',
  warning: 'bg-warning-soft text-warning-text',
  danger: 'bg-danger-soft text-danger-text',
  info: 'bg-info-soft text-info-text',
}

/** What happened to one thing, newest first, on one line from end to end. */
export function Timeline(props: { label: string; events: readonly TimelineEvent[] }) {
  return (
    <ol aria-label={props.label} class="relative">
      <For each={props.events}>
        {(event, index) => (
          <li class="relative flex gap-3 pb-5 last:pb-0">
            <Show when={index() < props.events.length - 1}>
              <span
                class="absolute top-9 bottom-0 left-4.5 w-0.5 -translate-x-1/2 bg-line"
                aria-hidden="true"
              />
            </Show>
            <span
              class={`grid size-9 shrink-0 place-items-center rounded-full ${tones[event.tone ?? 'neutral']}`}
            >
              <Icon name={event.icon} />
            </span>
            <div class="min-w-0 flex-1 pt-1.5">
              <div class="flex flex-wrap items-baseline justify-between gap-x-4">
                <p class="font-semibold">{event.title}</p>
                <time dateTime={event.iso} class="text-note text-muted">
                  {event.when}
                </time>
              </div>
              <Show when={event.children}>
                <div class="mt-0.5 text-muted">{event.children}</div>
              </Show>
            </div>
          </li>
        )}
      </For>
    </ol>
  )
}
