import { useNavigate, useParams } from '@solidjs/router'
import { createEffect, createSignal, on, Show } from 'solid-js'
import { mayCreate, mayUpdate, removalRight } from '../../../../../shared/access.ts'
import { equipment as definition, type Equipment } from '../../../../../shared/collections/equipment.ts'
import { loanOf } from '../../../../../shared/loans.ts'
import { onPhone } from '../../../app/screen-width.ts'
import { who } from '../../../app/who.ts'
import { blockedBy, standsInTheWay } from '../../../custody/blocked-by.ts'
import { dayIn } from '../../../custody/due-date.ts'
import { mergedInto } from '../../../db/merged-into.ts'
import { createDocument } from '../../../db/query.ts'
import { timeZone } from '../../../i18n/locale.ts'
import { CustodyTimeline } from '../../../ledger/custody-timeline.tsx'
import { now } from '../../../things/now.ts'
import { Button } from '../../../ui/button.tsx'
import { ButtonLink } from '../../../ui/button-link.tsx'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { Menu, type MenuItem } from '../../../ui/menu.tsx'
import { PageHeader } from '../../../ui/page-header.tsx'
import { ActionDialog } from './action-dialog.tsx'
import { actionSpecs } from './action-specs.ts'
import { DeleteDialog } from './delete-dialog.tsx'
import { InlineCustom } from './inline-custom.tsx'
import { InlineNotes } from './inline-notes.tsx'
import { InlineTags } from './inline-tags.tsx'
import { t } from './messages.ts'
import { createOpenReviews } from './open-reviews.ts'
import { actionsFor, type ThingAction } from './thing-actions.ts'
import { ThingAlerts } from './thing-alerts.tsx'
import { ThingFacts } from './thing-facts.tsx'
import { ThingHero } from './thing-hero.tsx'

/** One thing: what it is, who has it, what happened to it, and what this person can do about it. */
export function EquipmentDetailPage() {
  const params = useParams()
  const navigate = useNavigate()
  const thing = createDocument('equipment', () => params.id)
  // A link to a record that became part of another one leads there.
  createEffect(
    on(thing, async (found) => {
      const { id } = params
      if (found !== null || id === undefined) return
      const survivor = await mergedInto(id)
      if (survivor !== undefined && params.id === id) navigate(`/equipment/${survivor}`, { replace: true })
    }),
  )
  return (
    <Show
      when={thing()}
      fallback={
        <Show when={thing() === null}>
          <PageHeader title={t('gone')} back={{ href: '/equipment', label: t('back') }} />
          <EmptyState icon="lost" title={t('gone')} hint={t('goneHint')}>
            <ButtonLink href="/equipment">{t('goneBack')}</ButtonLink>
          </EmptyState>
        </Show>
      }
    >
      {(equipment) => <Detail equipment={equipment()} />}
    </Show>
  )
}

function Detail(props: { equipment: Equipment }) {
  const navigate = useNavigate()
  const [action, setAction] = createSignal<ThingAction>()
  const [deleting, setDeleting] = createSignal(false)
  const role = () => who()?.role
  const reviews = createOpenReviews(() => props.equipment.id)
  /** What may not be issued at the station is not given out here either; the page says why above. */
  const blocked = () =>
    blockedBy(props.equipment, dayIn(now(), timeZone())) !== undefined ||
    reviews().some((review) => standsInTheWay.includes(review.kind))
  const actions = (): readonly ThingAction[] => {
    const is = role()
    if (!is) return []
    const gives = (one: ThingAction) => one === 'check_out' || one === 'transfer'
    return actionsFor(props.equipment, is).filter((one) => !gives(one) || !blocked())
  }
  const removal = () => {
    const is = role()
    return is && !loanOf(props.equipment) ? removalRight(definition, is) : 'none'
  }
  const may = (group: string) => {
    const is = role()
    // What a borrowed thing is says its owner.
    if (group === 'catalogue' && loanOf(props.equipment)?.side === 'borrowed') return false
    return is !== undefined && mayUpdate(definition, is, group)
  }
  const mayLabel = () => {
    const is = role()
    return is !== undefined && mayCreate(definition, is)
  }
  const shown = () => actions().slice(0, 2)
  const rest = (): readonly MenuItem[] => [
    ...(may('catalogue') && onPhone()
      ? [
          {
            label: t('edit'),
            icon: 'edit' as const,
            onSelect: () => navigate(`/equipment/${props.equipment.id}/edit`),
          },
        ]
      : []),
    ...actions()
      .slice(2)
      .map((one) => ({
        label: t(`act.${one}`),
        icon: actionSpecs[one].icon,
        onSelect: () => setAction(one),
      })),
    ...(mayLabel()
      ? [
          {
            label: t('label'),
            icon: 'print' as const,
            onSelect: () => navigate(`/labels?ids=${props.equipment.id}`),
          },
        ]
      : []),
    ...(removal() === 'none'
      ? []
      : [
          {
            label: t(removal() === 'ask' ? 'deleteAsk' : 'delete'),
            icon: 'trash' as const,
            danger: true,
            onSelect: () => setDeleting(true),
          },
        ]),
  ]

  return (
    <>
      <PageHeader
        title={props.equipment.name}
        back={{ href: '/equipment', label: t('back') }}
        actions={
          <>
            <Show when={may('catalogue') && !onPhone()}>
              <ButtonLink href={`/equipment/${props.equipment.id}/edit`} icon="edit">
                {t('edit')}
              </ButtonLink>
            </Show>
            <Show when={rest().length > 0}>
              <Menu label={t('more')} icon="more" items={rest()} />
            </Show>
          </>
        }
      />
      <div class="grid max-w-page gap-5 px-4 py-5 lg:px-6">
        <ThingAlerts equipment={props.equipment} reviews={reviews()} />
        <ThingHero equipment={props.equipment} />
        <Show when={shown().length > 0}>
          <div class="flex flex-wrap gap-2 max-sm:*:flex-1" data-print="no">
            {shown().map((one, index) => (
              <Button
                kind={index === 0 ? 'primary' : 'secondary'}
                icon={actionSpecs[one].icon}
                onClick={() => setAction(one)}
              >
                {t(`act.${one}`)}
              </Button>
            ))}
          </div>
        </Show>
        <div class="grid items-start gap-6 lg:grid-cols-[minmax(0,5fr)_minmax(0,4fr)] lg:gap-8">
          <div class="grid min-w-0 gap-6">
            <CustodyTimeline equipment={props.equipment} />
            <InlineNotes equipment={props.equipment} mayEdit={may('merge')} />
          </div>
          <div class="grid min-w-0 gap-6">
            <ThingFacts equipment={props.equipment} />
            <InlineTags equipment={props.equipment} mayEdit={may('merge')} />
            <InlineCustom equipment={props.equipment} mayEdit={may('merge')} />
          </div>
        </div>
      </div>
      <ActionDialog equipment={props.equipment} action={action()} onClose={() => setAction(undefined)} />
      <DeleteDialog
        equipment={props.equipment}
        right={removal()}
        open={deleting()}
        onClose={() => setDeleting(false)}
      />
    </>
  )
}
