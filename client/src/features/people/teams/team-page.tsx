import { useNavigate, useParams } from '@solidjs/router'
import { createMemo, createSignal, For, Show } from 'solid-js'
import { mayUpdate, removalRight, scopeOf } from '../../../../../shared/access.ts'
import { people as peopleDefinition } from '../../../../../shared/collections/people.ts'
import { teams as definition, type Team } from '../../../../../shared/collections/teams.ts'
import type { Role } from '../../../../../shared/roles.ts'
import { onPhone } from '../../../app/screen-width.ts'
import { who } from '../../../app/who.ts'
import { mayDo } from '../../../custody/rights.ts'
import { createDocument, createLookup, createQuery } from '../../../db/query.ts'
import { useCatalogue } from '../../../db/use-catalogue.ts'
import { DeletionAsked } from '../../../documents/deletion-asked.tsx'
import { formatNumber } from '../../../i18n/format.ts'
import { Avatar } from '../../../ui/avatar.tsx'
import { ButtonLink } from '../../../ui/button-link.tsx'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { FigureRow } from '../../../ui/figure-row.tsx'
import { Menu } from '../../../ui/menu.tsx'
import { PageHeader } from '../../../ui/page-header.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { StatusBadge } from '../../../ui/status-badge.tsx'
import { HeldThings } from '../held-things.tsx'
import { createHoldings } from '../holdings.ts'
import { DeleteTeam } from './delete-team.tsx'
import { issueState, rosters } from './issue-state.ts'
import { t } from './messages.ts'
import { Roster } from './roster.tsx'

/** One team: who is on it, who coaches it, and who has their equipment. */
export function TeamPage() {
  const params = useParams()
  const team = createDocument('teams', () => params.id)
  return (
    <Show
      when={team()}
      fallback={
        <Show when={team() === null}>
          <PageHeader title={t('gone')} back={{ href: '/teams', label: t('back') }} />
          <EmptyState icon="team" title={t('gone')} hint={t('goneHint')}>
            <ButtonLink href="/teams">{t('goneBack')}</ButtonLink>
          </EmptyState>
        </Show>
      }
    >
      {(one) => <Detail team={one()} />}
    </Show>
  )
}

function Detail(props: { team: Team }) {
  const navigate = useNavigate()
  const catalogue = useCatalogue()
  const user = createLookup('users')
  const people = createQuery('people', () => ({}))
  const holdings = createHoldings()
  const [deleting, setDeleting] = createSignal(false)

  const roster = createMemo(() => rosters(people() ?? []).get(props.team.id) ?? [])
  const state = createMemo(() => issueState(roster(), holdings()))
  const teamHas = createMemo(() => catalogue.search('', { holderId: props.team.id }))
  const may = (test: (is: Role) => boolean) => {
    const role = who()?.role
    return role !== undefined && test(role)
  }
  const seesRoster = () =>
    may((role) => scopeOf(peopleDefinition, role) === 'all') || (who()?.teamIds ?? []).includes(props.team.id)
  const mayEdit = () => may((role) => mayUpdate(definition, role, 'catalogue'))
  const mayEditPeople = () => may((role) => mayUpdate(peopleDefinition, role, 'catalogue'))

  return (
    <>
      <PageHeader
        title={props.team.name}
        back={{ href: '/teams', label: t('back') }}
        aside={
          <span class="flex flex-wrap items-center gap-2">
            {[props.team.sport, props.team.level, props.team.season].filter(Boolean).join(' · ')}
            <Show when={!props.team.active}>
              <StatusBadge tone="neutral" icon="retired" label={t('inactive')} />
            </Show>
          </span>
        }
        actions={
          <>
            <Show when={mayEdit() && !onPhone()}>
              <ButtonLink href={`/teams/${props.team.id}/edit`} icon="edit">
                {t('edit')}
              </ButtonLink>
            </Show>
            <Show when={props.team.active && seesRoster() && may((role) => mayDo(role, 'check_out'))}>
              <ButtonLink kind="primary" icon="out" href={`/station?team=${props.team.id}`}>
                {t('issue')}
              </ButtonLink>
            </Show>
            <Show when={may((role) => removalRight(definition, role) === 'apply')}>
              <Menu
                label={t('more', { name: props.team.name })}
                icon="more"
                items={[
                  ...(mayEdit() && onPhone()
                    ? [
                        {
                          label: t('edit'),
                          icon: 'edit' as const,
                          onSelect: () => navigate(`/teams/${props.team.id}/edit`),
                        },
                      ]
                    : []),
                  {
                    label: t('equipmentOfTeam'),
                    icon: 'tag',
                    onSelect: () => navigate(`/equipment?team=${props.team.id}`),
                  },
                  {
                    label: t('delete'),
                    icon: 'trash',
                    danger: true,
                    onSelect: () => setDeleting(true),
                  },
                ]}
              />
            </Show>
          </>
        }
      />
      <Show when={props.team.pendingDeletion}>
        <div class="max-w-page px-4 py-4 lg:px-6">
          <DeletionAsked of={props.team} />
        </div>
      </Show>
      <Show when={seesRoster() && people() !== undefined && catalogue.loaded()}>
        <FigureRow
          figures={[
            {
              label: t('figure.withGear'),
              value: `${formatNumber(state().withGear)} / ${formatNumber(state().people)}`,
              href: `/people?team=${props.team.id}&holding=1`,
            },
            { label: t('figure.without'), value: state().people - state().withGear },
            { label: t('figure.out'), value: state().pieces },
            {
              label: t('figure.overdue'),
              value: state().overdue,
              href: `/people?team=${props.team.id}&overdue=1`,
              ...(state().overdue > 0 ? { tone: 'danger' as const } : {}),
            },
          ]}
        />
      </Show>
      <div class="grid max-w-page items-start gap-6 px-4 py-5 lg:grid-cols-[minmax(0,2fr)_minmax(0,1fr)] lg:gap-8 lg:px-6">
        <Show
          when={seesRoster()}
          fallback={
            <Panel title={t('roster')}>
              <p class="text-muted">{t('rosterUnseen')}</p>
            </Panel>
          }
        >
          <Show when={people()}>
            <Roster team={props.team} people={roster()} holdings={holdings()} mayEdit={mayEditPeople()} />
          </Show>
        </Show>
        <div class="grid gap-6">
          <Panel title={t('coaches')}>
            <ul class="grid gap-2">
              <For
                each={(props.team.coachIds ?? []).flatMap((id) => user(id) ?? [])}
                fallback={<li class="text-muted">{t('noCoaches')}</li>}
              >
                {(coach) => (
                  <li class="flex items-center gap-3">
                    <Avatar name={coach.name} size="sm" />
                    <span class="font-medium">{coach.name}</span>
                  </li>
                )}
              </For>
            </ul>
          </Panel>
          <Show when={teamHas().length > 0}>
            <HeldThings
              title={t('teamHas')}
              things={teamHas()}
              name={props.team.name}
              mayReturn={may((role) => mayDo(role, 'check_in'))}
            />
          </Show>
        </div>
      </div>
      <DeleteTeam
        team={props.team}
        people={roster().length}
        open={deleting()}
        onClose={() => setDeleting(false)}
        onDeleted={() => navigate('/teams', { replace: true })}
      />
    </>
  )
}
