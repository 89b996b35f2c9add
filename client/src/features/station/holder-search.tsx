import { Key } from '@solid-primitives/keyed'
import { useSearchParams } from '@solidjs/router'
import { createMemo, createSignal, Show } from 'solid-js'
import { FilterChip, FilterRow } from '../../ui/filter-chip.tsx'
import { Icon } from '../../ui/icon.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import type { Directory } from './directory.ts'
import { personHolder, type StationHolder } from './holder.ts'
import { t } from './messages.ts'
import { findOnRoster, folded } from './roster.ts'

/** As many as fit a screen or two: whoever wants more types one letter more. */
const SHOWN = 60

export type HolderSearchProps = {
  directory: Directory
  /** Who was chosen last, for coming back to them. */
  last: StationHolder | undefined
  onChoose: (holder: StationHolder) => void
  /** What was typed may be a code. */
  onCode: (code: string) => void
}

function Row(props: { number?: string | undefined; name: string; detail: string; onChoose: () => void }) {
  return (
    <li>
      <button type="button" class="roster-row" onClick={() => props.onChoose()}>
        <span class="roster-number">{props.number}</span>
        <span class="min-w-0 flex-1">
          <span class="block truncate font-semibold">{props.name}</span>
          <Show when={props.detail}>
            <span class="block truncate text-note text-muted">{props.detail}</span>
          </Show>
        </span>
        <Icon name="chevron-right" class="text-muted" />
      </button>
    </li>
  )
}

/** Choosing without a badge: by jersey number or name, or off a team's roster. Teams and places can be given things too. */
export function HolderSearch(props: HolderSearchProps) {
  const [params] = useSearchParams<{ team?: string }>()
  const [text, setText] = createSignal('')
  const team = () => props.directory.team(params.team)
  const people = createMemo(() => findOnRoster(props.directory.people(), text(), team()?.id))
  const others = createMemo(() => {
    const wanted = folded(text().trim())
    if (wanted.length < 2) return []
    return [
      ...props.directory.teams().map(({ id, name }) => ({ kind: 'team' as const, id, name })),
      ...props.directory.locations().map(({ id, name }) => ({ kind: 'location' as const, id, name })),
    ].filter(({ name }) => folded(name).includes(wanted))
  })
  const teamNames = (ids: readonly string[] | undefined) =>
    (ids ?? []).flatMap((id) => props.directory.team(id)?.name ?? []).join(', ')
  const choose = (holder: StationHolder) => {
    setText('')
    props.onChoose(holder)
  }
  const onEnter = (typed: string) => {
    const [only, ...more] = people()
    if (typed.trim() === '') return
    if (only && more.length === 0 && others().length === 0) choose(personHolder(only))
    else {
      setText('')
      props.onCode(typed)
    }
  }
  const lastName = () => props.directory.nameOf(props.last?.id)

  return (
    <section class="holder-search" aria-label={t('holder.search')}>
      <SearchField label={t('holder.search')} value={text()} onInput={setText} onEnter={onEnter} />
      <FilterRow label={t('holder.teams')}>
        <Key each={props.directory.rosters()} by="id">
          {(one) => (
            <FilterChip
              label={one().name}
              active={one().id === team()?.id}
              href={one().id === team()?.id ? '/station' : `/station?team=${encodeURIComponent(one().id)}`}
            />
          )}
        </Key>
      </FilterRow>
      <Show when={text().trim() === '' && !team() && props.last && lastName()}>
        {(name) => (
          <ul class="roster">
            <Row
              name={t('holder.again', { name: name() })}
              number={props.directory.person(props.last?.id)?.jerseyNumber}
              detail=""
              onChoose={() => props.last && choose(props.last)}
            />
          </ul>
        )}
      </Show>
      <Show when={text().trim() !== '' || team()}>
        <Show
          when={people().length + others().length > 0}
          fallback={
            <p class="px-4 py-5 text-center">
              <span class="font-semibold">{t('holder.none', { text: text().trim() })}</span>
              <br />
              <span class="text-muted">{t('holder.noneHint')}</span>
            </p>
          }
        >
          <p class="sr-only" role="status">
            {t('holder.found', { count: people().length })}
          </p>
          <ul class="roster">
            <Key each={people().slice(0, SHOWN)} by="id">
              {(person) => (
                <Row
                  number={person().jerseyNumber}
                  name={person().name}
                  detail={teamNames(person().teamIds)}
                  onChoose={() => choose(personHolder(person()))}
                />
              )}
            </Key>
            <Show when={text().trim() === '' && team()}>
              {(whole) => (
                <Row
                  name={whole().name}
                  detail={t('holder.whole')}
                  onChoose={() => choose({ kind: 'team', id: whole().id })}
                />
              )}
            </Show>
            <Key each={others()} by={({ kind, id }) => `${kind},${id}`}>
              {(other) => (
                <Row
                  name={other().name}
                  detail={other().kind === 'team' ? t('holder.whole') : t('holder.place')}
                  onChoose={() => choose({ kind: other().kind, id: other().id })}
                />
              )}
            </Key>
          </ul>
          <Show when={people().length > SHOWN}>
            <p class="px-4 py-3 text-note text-muted">{t('holder.more')}</p>
          </Show>
        </Show>
      </Show>
    </section>
  )
}
