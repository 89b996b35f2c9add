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

const looks = {
  info: 'border-info-text bg-info-soft text-info-text',
  positive: 'border-positive-text bg-positive-soft text-positive-text',
  warning: 'border-warning-text bg-warning-soft text-warning-text',
  danger: 'border-danger-text bg-danger-soft text-danger-text',
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
      class={`flex flex-wrap items-start gap-x-3 gap-y-2 rounded-md border-l-4 px-4 py-3 ${looks[props.tone]}`}
    >
      <Icon name={props.icon ?? icons[props.tone]} size="md" />
      <div class="min-w-0 flex-1 basis-56 text-text">
        <p class="font-semibold">{props.title}</p>
        <Show when={props.children}>
          <div class="mt-0.5">{props.children}</div>
        </Show>
      </div>
      <Show when={props.actions}>
        <div class="flex flex-wrap gap-2">{props.actions}</div>
      </Show>
    </div>
  )
}
