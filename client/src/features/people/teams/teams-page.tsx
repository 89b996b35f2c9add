import { A, useSearchParams } from '@solidjs/router'
import { createMemo, createSignal, For, Show } from 'solid-js'
import { mayCreate, scopeOf } from '../../../../../shared/access.ts'
import { people as peopleDefinition } from '../../../../../shared/collections/people.ts'
import { teams as definition, type Team } from '../../../../../shared/collections/teams.ts'
import { onPhone } from '../../../app/screen-width.ts'
import { who } from '../../../app/who.ts'
import { createQuery } from '../../../db/query.ts'
import { searchable, searchWords } from '../../../db/search-text.ts'
import { DeletionAskedBadge } from '../../../documents/deletion-asked.tsx'
import { ButtonLink } from '../../../ui/button-link.tsx'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { FilterChip, FilterRow } from '../../../ui/filter-chip.tsx'
import { PageHeader } from '../../../ui/page-header.tsx'
import { SearchField } from '../../../ui/search-field.tsx'
import { StatusBadge } from '../../../ui/status-badge.tsx'
import { createHoldings } from '../holdings.ts'
import { issueState, rosters } from './issue-state.ts'
import { t } from './messages.ts'

/** The columns of a team and of the head above it. */
const columns =
  'grid-cols-[1fr_auto] gap-x-4 px-4 lg:grid-cols-[minmax(0,5fr)_minmax(0,4fr)_9rem_8rem_8rem] lg:gap-x-6 lg:px-6'

/** The school's teams with how far their people have their equipment. */
export function TeamsPage() {
  const [query] = useSearchParams()
  const [text, setText] = createSignal('')
  const teams = createQuery('teams', () => ({}))
  const people = createQuery('people', () => ({}))
  const holdings = createHoldings()
  const byTeam = createMemo(() => rosters(people() ?? []))

  const inactive = () => query.inactive === '1'
  const mine = () => query.mine === '1'
  const own = () => who()?.teamIds ?? []
  const mayAdd = () => {
    const role = who()?.role
    return role !== undefined && mayCreate(definition, role)
  }
  const found = createMemo(() => {
    const words = searchWords(text())
    return [...(teams() ?? [])]
      .filter((team) => {
        const haystack = searchable([team.name, team.sport, team.level, team.season].join(' '))
        return (
          team.active !== inactive() &&
          (!mine() || own().includes(team.id)) &&
          words.every((word) => haystack.includes(word.anywhere))
        )
      })
      .sort((a, b) => a.name.localeCompare(b.name))
  })
  const address = (flags: { inactive: boolean; mine: boolean }) => {
    const parts = [flags.inactive ? 'inactive=1' : '', flags.mine ? 'mine=1' : ''].filter(Boolean)
    return parts.length === 0 ? '/teams' : `/teams?${parts.join('&')}`
  }
  const seesRoster = (team: Team) => {
    const role = who()?.role
    if (role === undefined) return false
    return scopeOf(peopleDefinition, role) === 'all' || own().includes(team.id)
  }

  return (
    <>
      <PageHeader
        title={t('title')}
        aside={t('count', { count: found().length })}
        actions={
          <Show when={mayAdd()}>
            <ButtonLink
              href="/teams/new"
              kind="primary"
              icon="plus"
              aria-label={onPhone() ? t('add') : undefined}
            >
              {onPhone() ? undefined : t('add')}
            </ButtonLink>
          </Show>
        }
      >
        <SearchField label={t('search')} value={text()} onInput={setText} />
      </PageHeader>
      <Show when={own().length > 0 || mayAdd()}>
        <div class="border-b border-line px-4 py-1.5 lg:px-6">
          <FilterRow label={t('filter.label')}>
            <Show when={own().length > 0}>
              <FilterChip
                href={address({ inactive: inactive(), mine: !mine() })}
                label={t('filter.mine')}
                active={mine()}
                icon="team"
              />
            </Show>
            <Show when={mayAdd() || inactive()}>
              <FilterChip
                href={address({ inactive: !inactive(), mine: mine() })}
                label={t('filter.inactive')}
                active={inactive()}
              />
            </Show>
          </FilterRow>
        </div>
      </Show>
      <Show when={found().length > 0}>
        <div
          aria-hidden="true"
          class={`grid items-center border-b border-line bg-sunken py-1.5 text-note font-semibold text-muted max-lg:hidden ${columns}`}
        >
          <span>{t('column.team')}</span>
          <span>{t('column.what')}</span>
          <span class="text-right">{t('column.withGear')}</span>
          <span class="text-right">{t('column.out')}</span>
          <span>{t('column.overdue')}</span>
        </div>
      </Show>
      <ul>
        <For
          each={found()}
          fallback={
            <Show when={teams() !== undefined}>
              <Show
                when={teams()?.length === 0}
                fallback={<EmptyState icon="search" title={t('none')} hint={t('noneHint')} />}
              >
                <EmptyState
                  icon="team"
                  title={t('empty')}
                  hint={t(mayAdd() ? 'emptyHint' : 'emptyHintReader')}
                >
                  <Show when={mayAdd()}>
                    <ButtonLink href="/teams/new" kind="primary" icon="plus">
                      {t('add')}
                    </ButtonLink>
                  </Show>
                </EmptyState>
              </Show>
            </Show>
          }
        >
          {(team) => {
            const state = () => issueState(byTeam().get(team.id) ?? [], holdings())
            return (
              <li class="border-b border-line">
                <A
                  href={`/teams/${team.id}`}
                  class={`grid min-h-row items-center gap-y-0.5 py-2.5 hover:bg-hover focus-visible:-outline-offset-3 lg:py-1.5 ${columns}`}
                >
                  <span class="col-span-full flex min-w-0 flex-wrap items-center gap-x-3 lg:col-span-1">
                    <span class="truncate text-lead font-semibold lg:text-body">{team.name}</span>
                    <DeletionAskedBadge of={team} />
                  </span>
                  <span class="truncate text-muted max-lg:hidden">
                    {[team.sport, team.level, team.season].filter(Boolean).join(' · ')}
                  </span>
                  <Show when={seesRoster(team)}>
                    <span class="lg:text-right" aria-hidden="true">
                      <span class="narrow text-lead lg:text-title">{state().withGear}</span>
                      <span class="text-muted">{` / ${state().people}`}</span>
                      <span class="text-note text-muted lg:hidden">{` ${t('column.withGear')}`}</span>
                    </span>
                    <span class="sr-only">
                      {t('haveGear', { count: state().people, with: state().withGear })}
                    </span>
                    <span class="text-right text-note text-muted lg:text-body">
                      {state().pieces > 0 ? t('out', { count: state().pieces }) : ''}
                    </span>
                    <span class="col-span-full lg:col-span-1">
                      <Show when={state().overdue > 0}>
                        <StatusBadge
                          tone="danger"
                          icon="overdue"
                          label={t('overdue', { count: state().overdue })}
                          plain
                        />
                      </Show>
                    </span>
                  </Show>
                </A>
              </li>
            )
          }}
        </For>
      </ul>
    </>
  )
}
