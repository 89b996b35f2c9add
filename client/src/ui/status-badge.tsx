import { Icon } from './icon.tsx'
import type { IconName } from './icon-paths.ts'

export type Tone = 'neutral' | 'accent' | 'positive' | 'warning' | 'danger' | 'info'
export type StatusBadgeProps = {
  tone: Tone
  /** Differs from status to status in outline, so that it holds without colour. */
  icon: IconName
  label: string
  /** Without its field of colour: in dense lists. */
  plain?: boolean
}

const filled: Record<Tone, string> = {
  neutral: 'bg-sunken text-text',
  accent: 'bg-accent-soft text-accent-text',
  positive: 'bg-positive-soft text-positive-text',
  warning: 'bg-warning-soft text-warning-text',
  danger: 'bg-danger-soft text-danger-text',
  info: 'bg-info-soft text-info-text',
}
const worded: Record<Tone, string> = {
  neutral: 'text-muted',
  accent: 'text-accent-text',
  positive: 'text-positive-text',
  warning: 'text-warning-text',
  danger: 'text-danger-text',
  info: 'text-info-text',
}

/** A status as a shape, a word and a colour together. */
export function StatusBadge(props: StatusBadgeProps) {
  return (
    <span
      class="inline-flex items-center align-middle gap-1.5 text-note font-semibold whitespace-nowrap"
      classList={{
        [worded[props.tone]]: props.plain === true,
        [`rounded-sm px-2 py-0.5 ${filled[props.tone]}`]: props.plain !== true,
      }}
    >
      <Icon name={props.icon} size="xs" />
      {props.label}
    </span>
  )
}
