import { Show } from 'solid-js'
import { useCatalogue } from '../../db/use-catalogue.ts'
import { Icon } from '../../ui/icon.tsx'
import type { IconName } from '../../ui/icon-paths.ts'
import type { Outcome } from './desk.ts'
import type { Directory } from './directory.ts'
import type { Line } from './line.ts'
import { t } from './messages.ts'
import { outcomeWords } from './outcome-words.ts'
import type { Sitting } from './sitting.ts'

const looks = {
  success: 'bg-positive text-on-positive',
  already: 'bg-warning text-on-warning',
  error: 'bg-danger text-on-danger',
  none: 'bg-sunken text-text',
} as const

const icons: Record<keyof typeof looks, IconName> = {
  success: 'check',
  already: 'info',
  error: 'danger',
  none: 'scan',
}

export type OutcomeStripProps = {
  outcome: Outcome | undefined
  sitting: Sitting
  directory: Directory
  /** Somebody can be chosen by a tap, too. */
  roster: boolean
}

/** The result of the last scan, large enough to be read from an arm's length; before it, what to do. */
export function OutcomeStrip(props: OutcomeStripProps) {
  const catalogue = useCatalogue()
  const look = () => props.outcome?.result ?? 'none'
  const line = (): Line | undefined => props.sitting.lines.find(({ key }) => key === props.outcome?.key)
  const words = () => {
    const { outcome } = props
    if (outcome)
      return outcomeWords(outcome, line(), props.directory, catalogue.get(line()?.equipmentId ?? ''))
    const { holder } = props.sitting
    const name = holder && props.directory.nameOf(holder.id)
    if (name !== undefined) return { title: t('ready.title', { name }), detail: t('ready.hint') }
    return props.roster
      ? { title: t('start.team'), detail: '' }
      : { title: t('start.title'), detail: t('start.hint') }
  }
  return (
    <div class={`outcome ${looks[look()]}`} data-result={look()}>
      <Icon name={icons[look()]} size="xl" />
      <div class="min-w-0 flex-1">
        <p class="outcome-title">
          <Show when={words().code}>{(code) => <bdi class="code mr-2">{code()}</bdi>}</Show>
          {words().title}
        </p>
        <Show when={words().detail}>
          <p class="outcome-detail">{words().detail}</p>
        </Show>
      </div>
    </div>
  )
}
