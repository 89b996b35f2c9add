import { Key } from '@solid-primitives/keyed'
import { useNavigate, useSearchParams } from '@solidjs/router'
import { createMemo, Show } from 'solid-js'
import { mayCreate } from '../../../../shared/access.ts'
import { people as definition } from '../../../../shared/collections/people.ts'
import { onDesktop, onPhone } from '../../app/screen-width.ts'
import { who } from '../../app/who.ts'
import { createQuery } from '../../db/query.ts'
import { createTypedText } from '../../forms/typed-text.ts'
import { readScannedCode } from '../../scan/scanned-code.ts'
import { createWedge } from '../../scan/wedge.ts'
import { ButtonLink } from '../../ui/button-link.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { FilterChip, FilterRow } from '../../ui/filter-chip.tsx'
import { announce } from '../../ui/live-region.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { showToast } from '../../ui/toast.tsx'
import { VirtualList } from '../../ui/virtual-list.tsx'
import { findPeople, listed } from './find-people.ts'
import { createHoldings } from './holdings.ts'
import { t } from './messages.ts'
import { addressOf, filtersOf, noFilters } from './people-filters.ts'
import { PersonRow } from './person-row.tsx'

const focusFirstRow = () => document.querySelector<HTMLElement>('[data-index="0"] a')?.focus()

/** Everybody of the school; to a coach, the people of their teams. */
export function PeoplePage() {
  const navigate = useNavigate()
  const [query] = useSearchParams()
  const inAddress = createMemo(() => filtersOf({ ...query }))
  const typed = createTypedText(
    () => inAddress().text,
    (text) => addressOf({ ...inAddress(), text }),
  )
  const filters = () => ({ ...inAddress(), text: typed.text() })
  const people = createQuery('people', () => ({}))
  const teams = createQuery('teams', () => ({}))
  const holdings = createHoldings()

  const all = createMemo(() => {
    const names = new Map((teams() ?? []).map((team) => [team.id, team.name]))
    return (people() ?? []).map((person) => listed(person, (id) => names.get(id), holdings()))
  })
  const found = createMemo(() => findPeople(all(), filters(), typed.text()))
  const shownTeams = () =>
    [...(teams() ?? [])]
      .filter(
        (team) =>
          team.id === filters().team ||
          (team.active && all().some(({ person }) => (person.teamIds ?? []).includes(team.id))),
      )
      .sort((a, b) => a.name.localeCompare(b.name))
  const mayAdd = () => {
    const role = who()?.role
    return role !== undefined && mayCreate(definition, role)
  }
  const byBadge = (codes: readonly string[]) =>
    (people() ?? []).find((person) => person.badgeCode !== undefined && codes.includes(person.badgeCode))

  createWedge((content) => {
    const code = readScannedCode(content)
    const person = byBadge(code.candidates)
    if (person) navigate(`/people/${person.id}`)
    else {
      showToast({ text: t('noBadge', { code: code.text }), tone: 'warning' })
      announce(t('noBadge', { code: code.text }), 'urgent')
    }
  })
  const open = (value: string) => {
    const only =
      byBadge(readScannedCode(value).candidates) ?? (found().length === 1 ? found()[0]?.person : undefined)
    if (only) navigate(`/people/${only.id}`)
    else focusFirstRow()
  }

  return (
    <>
      <PageHeader
        title={t('title')}
        aside={<span role="status">{t('count', { count: found().length })}</span>}
        actions={
          <>
            <ButtonLink href="/teams" icon="team">
              {t('teams')}
            </ButtonLink>
            <Show when={mayAdd()}>
              <ButtonLink
                href="/people/new"
                kind="primary"
                icon="plus"
                aria-label={onPhone() ? t('add') : undefined}
              >
                {onPhone() ? undefined : t('add')}
              </ButtonLink>
            </Show>
          </>
        }
      >
        <SearchField
          label={t('search')}
          value={typed.text()}
          onInput={typed.setText}
          onEnter={open}
          onDown={focusFirstRow}
        />
      </PageHeader>
      <div class="border-b border-line px-4 py-1.5 lg:px-6" data-print="no">
        <FilterRow label={t('filter.label')}>
          <FilterChip
            href={addressOf({ ...filters(), holding: !filters().holding })}
            label={t('filter.holding')}
            active={filters().holding}
            icon="out"
          />
          <FilterChip
            href={addressOf({ ...filters(), overdue: !filters().overdue })}
            label={t('filter.overdue')}
            active={filters().overdue}
            icon="overdue"
          />
          <Key each={shownTeams()} by="id">
            {(team) => (
              <FilterChip
                href={addressOf({
                  ...filters(),
                  team: filters().team === team().id ? undefined : team().id,
                })}
                label={team().name}
                active={filters().team === team().id}
              />
            )}
          </Key>
          <Show when={mayAdd() || filters().inactive}>
            <FilterChip
              href={addressOf({ ...filters(), inactive: !filters().inactive })}
              label={t('filter.inactive')}
              active={filters().inactive}
            />
          </Show>
        </FilterRow>
      </div>
      <Show
        when={found().length > 0}
        fallback={
          <Show when={people() !== undefined}>
            <Show
              when={people()?.length === 0}
              fallback={
                <EmptyState icon="search" title={t('none')} hint={t('noneHint')}>
                  <Show when={addressOf(filters()) !== addressOf({ ...noFilters, text: filters().text })}>
                    <ButtonLink href={addressOf({ ...noFilters, text: typed.text() })} noScroll>
                      {t('clear')}
                    </ButtonLink>
                  </Show>
                </EmptyState>
              }
            >
              <EmptyState
                icon="people"
                title={t('empty')}
                hint={t(mayAdd() ? 'emptyHint' : 'emptyHintCoach')}
              >
                <Show when={mayAdd()}>
                  <ButtonLink href="/people/new" kind="primary" icon="plus">
                    {t('add')}
                  </ButtonLink>
                  <ButtonLink href="/import" icon="import">
                    {t('import')}
                  </ButtonLink>
                </Show>
              </EmptyState>
            </Show>
          </Show>
        }
      >
        <VirtualList
          label={t('title')}
          items={found()}
          keyOf={({ person }) => person.id}
          rowHeight={onDesktop() ? 44 : 61}
        >
          {(one) => <PersonRow listed={one()} />}
        </VirtualList>
      </Show>
    </>
  )
}
