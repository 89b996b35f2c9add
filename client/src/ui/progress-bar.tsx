import { Show } from 'solid-js'
import { t } from '../i18n/core.ts'
import { formatNumber } from '../i18n/format.ts'

export type ProgressBarProps = {
  /** What is going on, for instance "Loading equipment". */
  label: string
  done: number
  /** Unknown: the count is shown, and the bar says only that it runs. */
  total?: number | undefined
}

/** For what really takes time: a count, and a field of ten yards a mark. */
export function ProgressBar(props: ProgressBarProps) {
  const share = () => (props.total ? Math.min(1, props.done / props.total) : 0)
  const words = () =>
    props.total ? t('progress.of', { done: props.done, total: props.total }) : formatNumber(props.done)
  return (
    <div class="grid gap-1.5">
      <div class="flex items-baseline justify-between gap-4">
        <span class="font-medium">{props.label}</span>
        <span class="narrow text-lead">{words()}</span>
      </div>
      <div
        role="progressbar"
        aria-label={props.label}
        aria-valuemin={0}
        aria-valuemax={props.total}
        aria-valuenow={props.total ? props.done : undefined}
        aria-valuetext={words()}
        class="relative h-3 overflow-hidden rounded-sm bg-sunken shadow-mark"
      >
        <Show when={props.total} fallback={<div class="running absolute inset-y-0 w-1/3 bg-accent-text" />}>
          <div class="h-full bg-accent-text" style={{ width: `${share() * 100}%` }} />
        </Show>
        <div class="hash-marks absolute inset-0" />
      </div>
    </div>
  )
}
