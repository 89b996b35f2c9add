import type { Tone } from './status-badge.tsx'

export type TagPlateProps = {
  code: string
  size?: 'sm' | 'md' | 'lg' | 'xl'
  /** The field's colour; `neutral` unless the code itself is the news. */
  tone?: Tone
}

const sizes = {
  sm: 'text-body py-0.5',
  md: 'text-lead py-0.5',
  lg: 'text-head py-1',
  xl: 'text-display py-1.5',
}
const tones: Record<Tone, string> = {
  neutral: 'bg-text text-surface',
  accent: 'bg-accent text-on-accent',
  positive: 'bg-positive text-on-positive',
  warning: 'bg-warning text-on-warning',
  danger: 'bg-danger text-on-danger',
  info: 'bg-info text-on-info',
}

/** A tag code as it hangs on the thing: what people look for, so it is the heaviest on the line. */
export function TagPlate(props: TagPlateProps) {
  return (
    <span
      class={`plate narrow inline-block max-w-full truncate align-middle leading-tight slashed-zero ${sizes[props.size ?? 'md']} ${tones[props.tone ?? 'neutral']}`}
    >
      {props.code}
    </span>
  )
}
