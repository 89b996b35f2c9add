import { A } from '@solidjs/router'
import { type JSX, Show } from 'solid-js'
import { DeletionAskedBadge } from '../../documents/deletion-asked.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import type { Listed } from './find-people.ts'
import { t } from './messages.ts'

/** A person in a list: the number large, the name, the teams, and what they have. */
export function PersonRow(props: { listed: Listed; hideTeams?: boolean; end?: JSX.Element }) {
  const person = () => props.listed.person
  return (
    <div class="flex items-stretch hover:bg-hover">
      <A
        href={`/people/${person().id}`}
        class={`grid min-h-row min-w-0 flex-1 grid-cols-[2.5rem_minmax(0,1fr)_auto] items-center gap-x-3 py-2 pr-4 pl-4 focus-visible:-outline-offset-3 lg:gap-x-5 lg:py-1 ${
          props.hideTeams
            ? 'lg:grid-cols-[2.5rem_minmax(0,1fr)_6rem_7rem]'
            : 'lg:grid-cols-[2.5rem_minmax(0,5fr)_minmax(0,6fr)_9rem_7rem] lg:pr-6 lg:pl-6'
        }`}
      >
        <span class="narrow text-right text-title leading-none">
          <Show when={person().jerseyNumber}>
            {(number) => (
              <>
                <span class="sr-only">{t('number')} </span>
                {number()}
              </>
            )}
          </Show>
        </span>
        <span class="min-w-0">
          <span class="block truncate text-lead font-semibold lg:text-body">{person().name}</span>
          <Show when={!props.hideTeams}>
            <span class="block truncate text-note text-muted lg:hidden">
              {props.listed.teams || t('noTeam')}
            </span>
          </Show>
          <DeletionAskedBadge of={person()} />
        </span>
        <Show when={!props.hideTeams}>
          <span class="truncate text-muted max-lg:hidden">{props.listed.teams || t('noTeam')}</span>
        </Show>
        <span class="text-right font-medium max-lg:hidden">
          {props.listed.holding.count > 0 ? t('has', { count: props.listed.holding.count }) : ''}
        </span>
        <span class="grid justify-items-end gap-0.5 lg:justify-items-start">
          <span class="text-note font-medium lg:hidden">
            {props.listed.holding.count > 0 ? t('has', { count: props.listed.holding.count }) : ''}
          </span>
          <Show
            when={props.listed.holding.overdue > 0}
            fallback={
              <Show when={!person().active}>
                <StatusBadge tone="neutral" icon="retired" label={t('inactive')} plain />
              </Show>
            }
          >
            <StatusBadge
              tone="danger"
              icon="overdue"
              label={t('overdue', { count: props.listed.holding.overdue })}
              plain
            />
          </Show>
        </span>
      </A>
      {props.end}
    </div>
  )
}
