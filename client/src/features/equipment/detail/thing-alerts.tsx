import { For, Show } from 'solid-js'
import type { Equipment } from '../../../../../shared/collections/equipment.ts'
import type { Review } from '../../../../../shared/collections/reviews.ts'
import { loanOf } from '../../../../../shared/loans.ts'
import { isManager } from '../../../../../shared/roles.ts'
import { who } from '../../../app/who.ts'
import { dayIn } from '../../../custody/due-date.ts'
import { createLookup } from '../../../db/query.ts'
import { DeletionAsked } from '../../../documents/deletion-asked.tsx'
import { formatAge, formatDate } from '../../../i18n/format.ts'
import { timeZone } from '../../../i18n/locale.ts'
import { t as ledger } from '../../../ledger/messages.ts'
import { createUnsentList } from '../../../sync/attention.ts'
import { now } from '../../../things/now.ts'
import { Banner } from '../../../ui/banner.tsx'
import { ButtonLink } from '../../../ui/button-link.tsx'
import { t } from './messages.ts'

/** What somebody has to know or decide before they do anything with the thing. */
export function ThingAlerts(props: { equipment: Equipment; reviews: readonly Review[] }) {
  const user = createLookup('users')
  const unsent = createUnsentList()
  const today = () => dayIn(now(), timeZone())
  const passed = (day: string | undefined) => (day !== undefined && day < today() ? day : undefined)
  const unsafe = () =>
    props.equipment.status !== 'retired' &&
    (props.equipment.condition === 'unsafe' ||
      passed(props.equipment.recertifyBy) !== undefined ||
      passed(props.equipment.retireBy) !== undefined)
  const waits = () =>
    unsent().some((entry) => entry.collection === 'equipment' && entry.id === props.equipment.id)
  const count = () => props.reviews.length
  const loan = () => loanOf(props.equipment)

  return (
    <div class="grid gap-2">
      <Show when={count() > 0}>
        <Banner
          tone="warning"
          icon="reviews"
          title={t('reviews', { count: count() })}
          actions={
            <ButtonLink href={count() === 1 ? `/reviews/${props.reviews[0]?.id}` : '/reviews'}>
              {t('reviewsOpen', { count: count() })}
            </ButtonLink>
          }
        >
          <ul>
            <For each={props.reviews}>
              {(review) => (
                <li>
                  {t(`review.${review.kind}`)}
                  <span class="text-muted">
                    {' · '}
                    {t('reviewFrom', {
                      name: user(review.authorId)?.name ?? ledger('byUnknown'),
                      when: formatAge(review.receivedAt),
                    })}
                  </span>
                </li>
              )}
            </For>
          </ul>
        </Banner>
      </Show>
      <Show when={loan()}>
        {(on) => (
          <Banner
            tone="info"
            icon="export"
            title={t(`loan.${on().side}`, { school: on().school, day: formatDate(on().until) })}
            actions={
              <Show when={isManager(who()?.role)}>
                <ButtonLink href="/loans">{t('loan.open')}</ButtonLink>
              </Show>
            }
          >
            {t(`loan.${on().side}Hint`)}
          </Banner>
        )}
      </Show>
      <Show when={unsafe()}>
        <Banner tone="danger" title={t('safety')}>
          <Show when={props.equipment.condition === 'unsafe'}>
            <p>{t('safetyUnsafe')}</p>
          </Show>
          <Show when={passed(props.equipment.recertifyBy)}>
            {(day) => <p>{t('safetyRecertify', { day: formatDate(day()) })}</p>}
          </Show>
          <Show when={passed(props.equipment.retireBy)}>
            {(day) => <p>{t('safetyRetire', { day: formatDate(day()) })}</p>}
          </Show>
        </Banner>
      </Show>
      <DeletionAsked of={props.equipment} />
      <Show when={waits()}>
        <Banner tone="info" icon="saved" title={ledger('unconfirmed')}>
          {t('unconfirmedHint')}
        </Banner>
      </Show>
    </div>
  )
}
