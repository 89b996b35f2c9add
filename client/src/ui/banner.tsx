import { type JSX, Show } from 'solid-js'
import { Icon } from './icon.tsx'
import type { IconName } from './icon-paths.ts'

export type BannerProps = {
  tone: 'info' | 'positive' | 'warning' | 'danger'
  title: string
  children?: JSX.Element
  /** Buttons or links that help. */
  actions?: JSX.Element
  icon?: IconName
  /** Interrupts a screen reader; for what just went wrong. */
  urgent?: boolean
}

const edges = {
  info: 'border-info-text bg-info-soft',
  positive: 'border-positive-text bg-positive-soft',
  warning: 'border-warning-text bg-warning-soft',
  danger: 'border-danger-text bg-danger-soft',
}
const marks = {
  info: 'bg-info text-on-info',
  positive: 'bg-positive text-on-positive',
  warning: 'bg-warning text-on-warning',
  danger: 'bg-danger text-on-danger',
}
const icons: Record<BannerProps['tone'], IconName> = {
  info: 'info',
  positive: 'available',
  warning: 'warning',
  danger: 'danger',
}

/** Something the person has to know on this page, until it is over. */
export function Banner(props: BannerProps) {
  return (
    <div
      role={props.urgent ? 'alert' : 'status'}
      class={`edge flex items-stretch overflow-hidden rounded-md ${edges[props.tone]}`}
    >
      <span class={`grid w-11 shrink-0 place-items-center ${marks[props.tone]}`}>
        <Icon name={props.icon ?? icons[props.tone]} size="md" />
      </span>
      <div class="flex min-w-0 flex-1 flex-wrap items-center gap-x-4 gap-y-2 px-4 py-2.5">
        <div class="min-w-0 flex-1 basis-56">
          <p class="font-semibold">{props.title}</p>
          <Show when={props.children}>{(content) => <div class="mt-0.5">{content()}</div>}</Show>
        </div>
        <Show when={props.actions}>{(actions) => <div class="flex flex-wrap gap-2">{actions()}</div>}</Show>
      </div>
    </div>
  )
}
