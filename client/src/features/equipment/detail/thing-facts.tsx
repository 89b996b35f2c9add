import { A } from '@solidjs/router'
import type { JSX } from 'solid-js'
import type { Equipment } from '../../../../../shared/collections/equipment.ts'
import { dayIn } from '../../../custody/due-date.ts'
import { createLookup } from '../../../db/query.ts'
import { formatDate, formatDateTime, formatMoney } from '../../../i18n/format.ts'
import { timeZone } from '../../../i18n/locale.ts'
import { t as words } from '../../../things/messages.ts'
import { now } from '../../../things/now.ts'
import { ConditionWord } from '../../../things/thing-status.tsx'
import { pathTo } from '../../../trees/tree.ts'
import { Icon } from '../../../ui/icon.tsx'
import { KeyValue } from '../../../ui/key-value.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { t } from './messages.ts'

/** Every field of the record that has something to say. */
export function ThingFacts(props: { equipment: Equipment }) {
  const category = createLookup('categories')
  const location = createLookup('locations')
  const team = createLookup('teams')
  const today = () => dayIn(now(), timeZone())

  const link = (href: string, text: string): JSX.Element => (
    <A href={href} class="word-link">
      {text}
    </A>
  )
  const path = (id: string | undefined, find: typeof location | typeof category) =>
    pathTo(id, find)
      .map((one) => one.name)
      .join(' › ')
  /** A day by which something has to be done: marked once it is over. */
  const deadline = (day: string | undefined): JSX.Element => {
    if (day === undefined) return undefined
    if (day >= today()) return formatDate(day)
    return (
      <span class="inline-flex items-center gap-1.5 font-semibold text-danger-text">
        <Icon name="overdue" size="xs" />
        {t('expired', { day: formatDate(day) })}
      </span>
    )
  }
  const of = () => props.equipment

  return (
    <Panel title={t('facts')}>
      <KeyValue
        pairs={[
          {
            label: t('fact.condition'),
            value: ((condition) => condition && <ConditionWord condition={condition} />)(of().condition),
          },
          {
            label: t('fact.category'),
            value:
              of().categoryId && category(of().categoryId)
                ? link(`/equipment?category=${of().categoryId}`, path(of().categoryId, category))
                : undefined,
            hideWhenEmpty: true,
          },
          { label: t('fact.manufacturer'), value: of().manufacturer, hideWhenEmpty: true },
          { label: t('fact.model'), value: of().model, hideWhenEmpty: true },
          {
            label: t('fact.serial'),
            value: ((serial) => serial && <span class="code">{serial}</span>)(of().serial),
            hideWhenEmpty: true,
          },
          { label: t('fact.size'), value: of().size, hideWhenEmpty: true },
          { label: t('fact.jerseyNumber'), value: of().jerseyNumber, hideWhenEmpty: true },
          {
            label: t('fact.team'),
            value:
              of().teamId && team(of().teamId)
                ? link(`/teams/${of().teamId}`, team(of().teamId)?.name ?? '')
                : undefined,
            hideWhenEmpty: true,
          },
          {
            label: t('fact.home'),
            value:
              of().homeLocationId && location(of().homeLocationId)
                ? link(`/equipment?location=${of().homeLocationId}`, path(of().homeLocationId, location))
                : undefined,
            hideWhenEmpty: true,
          },
          { label: t('fact.recertify'), value: deadline(of().recertifyBy), hideWhenEmpty: true },
          { label: t('fact.retireBy'), value: deadline(of().retireBy), hideWhenEmpty: true },
          {
            label: t('fact.warranty'),
            value: ((day) => day && formatDate(day))(of().warrantyUntil),
            hideWhenEmpty: true,
          },
          {
            label: t('fact.purchased'),
            value: ((day) => day && formatDate(day))(of().purchaseDate),
            hideWhenEmpty: true,
          },
          {
            label: t('fact.price'),
            value: ((cents) => (cents === undefined ? undefined : formatMoney(cents)))(
              of().purchasePriceCents,
            ),
            hideWhenEmpty: true,
          },
          { label: t('fact.kind'), value: words(`kind.${of().kind}`) },
          {
            label: t('fact.added'),
            value: ((at) => at && formatDateTime(at))(of().createdAt),
            hideWhenEmpty: true,
          },
          {
            label: t('fact.changed'),
            value: ((at) => at && formatDateTime(at))(of().updatedAt),
            hideWhenEmpty: true,
          },
        ]}
      />
    </Panel>
  )
}
