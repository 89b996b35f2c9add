import { Key } from '@solid-primitives/keyed'
import { useSearchParams } from '@solidjs/router'
import { createMemo, createSignal, For, Show } from 'solid-js'
import type { User } from '../../../../shared/collections/users.ts'
import { PEOPLE_ROLES, type Role } from '../../../../shared/roles.ts'
import { who } from '../../app/who.ts'
import { createLookup, createQuery } from '../../db/query.ts'
import { t as core } from '../../i18n/core.ts'
import { formatList } from '../../i18n/format.ts'
import { syncStatus } from '../../sync/status.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { FilterChip, FilterRow } from '../../ui/filter-chip.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { createEmails } from './emails.ts'
import { InviteDialog } from './invite-dialog.tsx'
import { isAccount } from './is-account.ts'
import { t } from './messages.ts'
import { createOutgoing } from './outgoing.ts'
import { TroubledMessages } from './troubled-messages.tsx'
import { UserDialog } from './user-dialog.tsx'

/** Who can sign in to the school: their roles, and whether they may. */
export function UsersPage() {
  const [search] = useSearchParams<{ role?: string }>()
  const role = () => PEOPLE_ROLES.find((one) => one === search.role)
  const stored = createQuery('users', () => ({}))
  const all = createMemo(() => stored()?.filter(isAccount))
  const team = createLookup('teams')
  const emails = createEmails()
  const outgoing = createOutgoing()
  const [text, setText] = createSignal('')
  const [chosen, setChosen] = createSignal<User>()
  const [inviting, setInviting] = createSignal(false)

  const shown = createMemo(() => {
    const words = text().trim().toLowerCase().split(/\s+/)
    return (all() ?? [])
      .filter((user) => role() === undefined || user.role === role())
      .filter(({ id, name }) =>
        words.every((word) => `${name} ${emails.of(id) ?? ''}`.toLowerCase().includes(word)),
      )
      .sort((a, b) => a.name.localeCompare(b.name))
  })
  const count = (one: Role) => (all() ?? []).filter((user) => user.role === one).length
  const teams = (user: User) =>
    formatList((user.teamIds ?? []).map((id) => team(id)?.name).filter((name) => name !== undefined))

  return (
    <>
      <PageHeader
        title={t('title')}
        aside={t('found', { count: shown().length })}
        actions={
          <Button
            kind="primary"
            icon="plus"
            disabled={syncStatus().offline}
            onClick={() => setInviting(true)}
          >
            {t('invite')}
          </Button>
        }
      >
        <div class="grid gap-2">
          <SearchField label={t('search')} value={text()} onInput={setText} />
          <FilterRow label={t('roles')}>
            <For each={PEOPLE_ROLES.filter((one) => count(one) > 0)}>
              {(one) => (
                <FilterChip
                  href={role() === one ? '/users' : `/users?role=${one}`}
                  label={core(`role.${one}`)}
                  active={role() === one}
                  count={count(one)}
                />
              )}
            </For>
          </FilterRow>
        </div>
      </PageHeader>
      <div class="grid gap-3">
        <Show when={syncStatus().offline}>
          <div class="px-4 pt-4 lg:px-6">
            <Banner tone="info" icon="offline" title={t('offline')}>
              {t('offlineHint')}
            </Banner>
          </div>
        </Show>
        <TroubledMessages outgoing={outgoing} />
        <Show
          when={shown().length > 0}
          fallback={
            <Show when={all()}>
              <EmptyState icon="user" title={t('empty')} hint={t('emptyHint')} />
            </Show>
          }
        >
          <ul aria-label={t('list')} class="divide-y divide-line border-b border-line">
            <Key each={shown()} by="id">
              {(user) => (
                <li>
                  <button
                    type="button"
                    class="flex min-h-row w-full items-center gap-3 px-4 py-2 text-left hover:bg-hover focus-visible:-outline-offset-3 lg:px-6"
                    onClick={() => setChosen(user())}
                  >
                    <Avatar name={user().name} />
                    <span class="grid min-w-0 flex-1 gap-x-6 lg:grid-cols-[minmax(0,4fr)_minmax(0,3fr)_minmax(0,5fr)] lg:items-center">
                      <span class="truncate font-semibold">
                        {user().name}
                        <Show when={user().id === who()?.userId}>
                          <span class="ml-2 text-note font-normal text-muted">{t('you')}</span>
                        </Show>
                        <Show when={emails.of(user().id)}>
                          {(address) => (
                            <span class="block truncate text-note font-normal text-muted">{address()}</span>
                          )}
                        </Show>
                      </span>
                      <span class="truncate text-note text-muted lg:text-body lg:text-text">
                        {core(`role.${user().role}`)}
                      </span>
                      <span class="truncate text-note text-muted max-lg:hidden">{teams(user())}</span>
                    </span>
                    <StatusBadge
                      plain
                      tone={user().active ? 'positive' : 'danger'}
                      icon={user().active ? 'available' : 'danger'}
                      label={user().active ? t('active') : t('disabled')}
                    />
                  </button>
                </li>
              )}
            </Key>
          </ul>
        </Show>
      </div>
      <InviteDialog
        open={inviting()}
        mail={outgoing.mail()}
        onClose={() => {
          setInviting(false)
          emails.read()
          void outgoing.read()
        }}
      />
      <UserDialog
        user={chosen()}
        email={emails.of(chosen()?.id)}
        mail={outgoing.mail()}
        onClose={() => {
          setChosen(undefined)
          emails.read()
          void outgoing.read()
        }}
      />
    </>
  )
}
