import type { Condition, Equipment } from '../../../shared/collections/equipment.ts'
import { Icon } from '../ui/icon.tsx'
import { StatusBadge } from '../ui/status-badge.tsx'
import { t } from './messages.ts'
import { now } from './now.ts'
import { conditionTones, shownStatus, statusLook } from './status-look.ts'

/** A thing's status as shape, word and colour. `plain` for dense lists. */
export function ThingStatus(props: { equipment: Equipment; plain?: boolean }) {
  const status = () => shownStatus(props.equipment, now())
  return (
    <StatusBadge
      tone={statusLook(status()).tone}
      icon={statusLook(status()).icon}
      label={t(`status.${status()}`)}
      plain={props.plain === true}
    />
  )
}

/** A condition in words; with a mark where it asks for something to be done. */
export function ConditionWord(props: { condition: Condition }) {
  const tone = () => conditionTones[props.condition]
  return (
    <span
      class="inline-flex items-center gap-1.5"
      classList={{
        'font-semibold text-warning-text': tone() === 'warning',
        'font-semibold text-danger-text': tone() === 'danger',
      }}
    >
      {tone() === 'neutral' ? undefined : (
        <Icon name={tone() === 'danger' ? 'danger' : 'warning'} size="xs" />
      )}
      {t(`condition.${props.condition}`)}
    </span>
  )
}
