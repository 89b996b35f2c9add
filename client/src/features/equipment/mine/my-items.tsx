import { Key } from '@solid-primitives/keyed'
import { A } from '@solidjs/router'
import { createMemo, createSignal, For, Show } from 'solid-js'
import type { Equipment } from '../../../../../shared/collections/equipment.ts'
import { who } from '../../../app/who.ts'
import { createDocument } from '../../../db/query.ts'
import { useCatalogue } from '../../../db/use-catalogue.ts'
import { formatDay } from '../../../i18n/format.ts'
import { t as words } from '../../../things/messages.ts'
import { now } from '../../../things/now.ts'
import { isOverdue } from '../../../things/status-look.ts'
import { ThingStatus } from '../../../things/thing-status.tsx'
import { Button } from '../../../ui/button.tsx'
import { ButtonLink } from '../../../ui/button-link.tsx'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { PageHeader } from '../../../ui/page-header.tsx'
import { TagPlate } from '../../../ui/tag-plate.tsx'
import { ActionDialog } from '../detail/action-dialog.tsx'
import { actionSpecs } from '../detail/action-specs.ts'
import { t as detail } from '../detail/messages.ts'
import { actionsFor, type ThingAction } from '../detail/thing-actions.ts'
import { t } from '../messages.ts'

/** What is issued to the signed-in person, due first, and the way to report damage or loss. */
export function MyItems() {
  const catalogue = useCatalogue()
  const person = createDocument('people', () => who()?.personId)
  const [asked, setAsked] = createSignal<{ readonly thing: Equipment; readonly action: ThingAction }>()
  const items = createMemo(() => {
    const personId = who()?.personId
    if (personId === undefined) return []
    return [...catalogue.search('', { holderId: personId })].sort((a, b) =>
      (a.dueAt ?? '9').localeCompare(b.dueAt ?? '9'),
    )
  })
  const actions = (thing: Equipment) => {
    const role = who()?.role
    return role ? actionsFor(thing, role) : []
  }

  return (
    <>
      <PageHeader
        title={t('mine.title')}
        aside={t('mine.count', { count: items().length })}
        actions={
          <Show when={person()}>
            {(self) => (
              <ButtonLink href={`/people/${self().id}`} icon="person">
                {t('mine.you')}
              </ButtonLink>
            )}
          </Show>
        }
      />
      <Show
        when={items().length > 0}
        fallback={
          <Show when={catalogue.loaded()}>
            <Show
              when={who()?.personId}
              fallback={<EmptyState icon="user" title={t('mine.unlinked')} hint={t('mine.unlinkedHint')} />}
            >
              <EmptyState icon="tag" title={t('mine.none')} hint={t('mine.noneHint')} />
            </Show>
          </Show>
        }
      >
        <ul class="grid max-w-page gap-3 px-4 py-4 lg:grid-cols-2 lg:px-6">
          <Key each={items()} by="id">
            {(thing) => (
              <li class="edge flex flex-col gap-3 rounded-md border-line bg-raised p-4">
                <A href={`/equipment/${thing().id}`} class="grid gap-1.5">
                  <span class="flex flex-wrap items-center justify-between gap-2">
                    <Show when={thing().tagCode} fallback={<span class="text-muted">{words('noTag')}</span>}>
                      {(code) => <TagPlate code={code()} size="md" />}
                    </Show>
                    <ThingStatus equipment={thing()} />
                  </span>
                  <span class="flex items-baseline justify-between gap-3">
                    <span class="narrow text-title">{thing().name}</span>
                    <Show when={thing().jerseyNumber}>
                      {(number) => <span class="narrow text-head">{number()}</span>}
                    </Show>
                  </span>
                  <Show when={thing().dueAt}>
                    {(due) => (
                      <span
                        class={isOverdue(thing(), now()) ? 'font-semibold text-danger-text' : 'text-muted'}
                      >
                        {words(isOverdue(thing(), now()) ? 'wasDueOn' : 'dueOn', { day: formatDay(due()) })}
                      </span>
                    )}
                  </Show>
                </A>
                <div class="mt-auto flex flex-wrap gap-2 *:flex-1">
                  <For each={actions(thing())}>
                    {(action) => (
                      <Button
                        icon={actionSpecs[action].icon}
                        onClick={() => setAsked({ thing: thing(), action })}
                      >
                        {detail(`act.${action}`)}
                      </Button>
                    )}
                  </For>
                </div>
              </li>
            )}
          </Key>
        </ul>
      </Show>
      <Show when={asked()}>
        {(one) => (
          <ActionDialog equipment={one().thing} action={one().action} onClose={() => setAsked(undefined)} />
        )}
      </Show>
    </>
  )
}
