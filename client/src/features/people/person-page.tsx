import { A, useNavigate, useParams } from '@solidjs/router'
import { createMemo, createSignal, For, Show } from 'solid-js'
import { mayUpdate, removalRight, scopeOf } from '../../../../shared/access.ts'
import { people as definition, type Person } from '../../../../shared/collections/people.ts'
import type { Role } from '../../../../shared/roles.ts'
import { onPhone } from '../../app/screen-width.ts'
import { who } from '../../app/who.ts'
import { mayDo } from '../../custody/rights.ts'
import { createDocument, createLookup } from '../../db/query.ts'
import { useCatalogue } from '../../db/use-catalogue.ts'
import { DeletionAsked } from '../../documents/deletion-asked.tsx'
import { ButtonLink } from '../../ui/button-link.tsx'
import { KeyValue } from '../../ui/key-value.tsx'
import { Menu } from '../../ui/menu.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Panel } from '../../ui/panel.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { DeletePerson } from './delete-person.tsx'
import { HeldThings } from './held-things.tsx'
import { t } from './messages.ts'
import { PersonGone } from './person-gone.tsx'
import { PersonHistory } from './person-history.tsx'
import { PersonalDataPanel } from './privacy/personal-data-panel.tsx'

const answersForData = (role: Role) => role === 'SCHOOL_ADMIN' || role === 'SUPER_ADMIN'

/** One person: what they have, what they had, their sizes. */
export function PersonPage() {
  const params = useParams()
  const person = createDocument('people', () => params.id)
  return (
    <Show when={person()} fallback={<PersonGone shown={person() === null} />}>
      {(one) => <Detail person={one()} />}
    </Show>
  )
}

function Detail(props: { person: Person }) {
  const navigate = useNavigate()
  const catalogue = useCatalogue()
  const team = createLookup('teams')
  const [deleting, setDeleting] = createSignal(false)
  const role = () => who()?.role
  const may = (test: (is: Role) => boolean) => {
    const is = role()
    return is !== undefined && test(is)
  }
  const mayEdit = () => may((is) => mayUpdate(definition, is, 'catalogue'))
  const held = createMemo(() => catalogue.search('', { holderId: props.person.id }))
  const seesList = () => may((is) => scopeOf(definition, is) === 'all') || role() === 'COACH'
  const sizes = () => Object.entries(props.person.sizes ?? {}).sort(([a], [b]) => a.localeCompare(b))

  return (
    <>
      <PageHeader
        title={props.person.name}
        back={
          seesList() ? { href: '/people', label: t('back') } : { href: '/equipment', label: t('holdsNow') }
        }
        aside={
          <Show when={!props.person.active}>
            <StatusBadge tone="neutral" icon="retired" label={t('inactive')} />
          </Show>
        }
        actions={
          <>
            <Show when={mayEdit() && !onPhone()}>
              <ButtonLink href={`/people/${props.person.id}/edit`} icon="edit">
                {t('edit')}
              </ButtonLink>
            </Show>
            <Show when={props.person.active && may((is) => mayDo(is, 'check_out'))}>
              <ButtonLink kind="primary" icon="out" href={`/station?person=${props.person.id}`}>
                {t('issue')}
              </ButtonLink>
            </Show>
            <Show when={may((is) => removalRight(definition, is) === 'apply')}>
              <Menu
                label={t('more', { name: props.person.name })}
                icon="more"
                items={[
                  ...(mayEdit() && onPhone()
                    ? [
                        {
                          label: t('edit'),
                          icon: 'edit' as const,
                          onSelect: () => navigate(`/people/${props.person.id}/edit`),
                        },
                      ]
                    : []),
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
      <div class="grid max-w-page gap-6 px-4 py-5 lg:px-6">
        <DeletionAsked of={props.person} />
        <div class="flex flex-wrap items-center gap-x-6 gap-y-2">
          <Show when={props.person.jerseyNumber}>
            {(number) => (
              <p class="narrow text-giant leading-none">
                <span class="sr-only">{t('number')} </span>
                {number()}
              </p>
            )}
          </Show>
          <div class="grid gap-1">
            <p class="text-muted">{t(`kind.${props.person.kind}`)}</p>
            <ul class="flex flex-wrap gap-x-4 gap-y-1 text-lead font-semibold">
              <For
                each={props.person.teamIds ?? []}
                fallback={<li class="font-normal text-muted">{t('noTeam')}</li>}
              >
                {(id) => (
                  <Show when={team(id)}>
                    {(one) => (
                      <li>
                        <Show when={role() !== 'USER'} fallback={one().name}>
                          <A href={`/teams/${id}`} class="word-link">
                            {one().name}
                          </A>
                        </Show>
                      </li>
                    )}
                  </Show>
                )}
              </For>
            </ul>
          </div>
        </div>
        <div class="grid items-start gap-6 lg:grid-cols-[minmax(0,5fr)_minmax(0,4fr)] lg:gap-8">
          <div class="grid min-w-0 gap-6">
            <HeldThings
              things={held()}
              name={props.person.name}
              mayReturn={may((is) => mayDo(is, 'check_in'))}
            />
            <Panel title={t('sizes')}>
              <Show when={sizes().length > 0} fallback={<p class="text-muted">{t('noSizes')}</p>}>
                <ul class="grid grid-cols-2 gap-3 sm:grid-cols-4">
                  <For each={sizes()}>
                    {([name, value]) => (
                      <li class="grid">
                        <span class="narrow text-title">{value}</span>
                        <span class="text-note text-muted">{name}</span>
                      </li>
                    )}
                  </For>
                </ul>
              </Show>
            </Panel>
            <Panel title={t('facts')}>
              <KeyValue
                pairs={[
                  {
                    label: t('badge'),
                    value: props.person.badgeCode && <span class="code">{props.person.badgeCode}</span>,
                  },
                  { label: t('number'), value: props.person.jerseyNumber, hideWhenEmpty: true },
                  { label: t('kind'), value: t(`kind.${props.person.kind}`) },
                ]}
              />
            </Panel>
            <Show when={may(answersForData)}>
              <PersonalDataPanel
                person={props.person}
                onErased={() => navigate('/people', { replace: true })}
              />
            </Show>
          </div>
          <PersonHistory person={props.person} />
        </div>
      </div>
      <DeletePerson
        person={props.person}
        holds={held().length}
        open={deleting()}
        onClose={() => setDeleting(false)}
        onDeleted={() => navigate('/people', { replace: true })}
      />
    </>
  )
}
