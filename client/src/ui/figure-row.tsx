import { Key } from '@solid-primitives/keyed'
import { A } from '@solidjs/router'
import { Show } from 'solid-js'
import { formatNumber } from '../i18n/format.ts'

export type Figure = { label: string; value: number | string; href?: string; tone?: 'danger' | 'warning' }
const tones = { danger: 'text-danger-text', warning: 'text-warning-text' }

/** A few numbers side by side, the number large and its word small; each may lead to the list it counts. */
export function FigureRow(props: { figures: readonly Figure[] }) {
  const content = (figure: Figure) => (
    <>
      <span class={`narrow text-head whitespace-nowrap ${figure.tone ? tones[figure.tone] : ''}`}>
        {typeof figure.value === 'number' ? formatNumber(figure.value) : figure.value}
      </span>
      <span class="text-note text-muted">{figure.label}</span>
    </>
  )
  return (
    <ul class="flex flex-wrap divide-x divide-line border-y border-line">
      <Key each={props.figures} by="label">
        {(figure) => (
          <li class="flex flex-1 basis-22">
            <Show
              when={figure().href}
              fallback={<span class="grid flex-1 px-3 py-2.5 sm:px-4">{content(figure())}</span>}
            >
              {(href) => (
                <A href={href()} class="grid flex-1 px-3 py-2.5 sm:px-4 hover:bg-hover">
                  {content(figure())}
                </A>
              )}
            </Show>
          </li>
        )}
      </Key>
    </ul>
  )
}
