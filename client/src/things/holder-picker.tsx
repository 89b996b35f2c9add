import { Key } from '@solid-primitives/keyed'
import { createMemo, createSignal, Show } from 'solid-js'
import { createQuery } from '../db/query.ts'
import { searchable, searchWords } from '../db/search-text.ts'
import { readScannedCode } from '../scan/scanned-code.ts'
import { createWedge } from '../scan/wedge.ts'
import { Icon } from '../ui/icon.tsx'
import type { IconName } from '../ui/icon-paths.ts'
import { SearchField } from '../ui/search-field.tsx'
import { t } from './messages.ts'

/** Who or what was picked. */
export interface Picked {
  readonly kind: 'person' | 'team' | 'location'
  readonly id: string
  readonly name: string
}

interface Choice extends Picked {
  readonly lead: string | undefined
  readonly detail: string
  readonly text: string
}

const SHOWN = 6
const icons: Record<Picked['kind'], IconName> = { person: 'person', team: 'team', location: 'location' }

export type HolderPickerProps = {
  label: string
  kinds: readonly Picked['kind'][]
  picked: Picked | undefined
  onPick: (picked: Picked | undefined) => void
  /** Left out of the choices: who has it already. */
  except?: readonly string[]
  autofocus?: boolean
}

/** Finds one person, team or place by typing a part of a name, a jersey number or a whole badge code. */
export function HolderPicker(props: HolderPickerProps) {
  const [text, setText] = createSignal('')
  const people = createQuery('people', () => (props.kinds.includes('person') ? {} : undefined))
  const teams = createQuery('teams', () => ({}))
  const locations = createQuery('locations', () => (props.kinds.includes('location') ? {} : undefined))
  let list: HTMLUListElement | undefined

  const teamNames = createMemo(() => new Map((teams() ?? []).map((team) => [team.id, team.name])))
  const choices = createMemo((): readonly Choice[] => {
    const all: Choice[] = (people() ?? [])
      .filter((person) => person.active)
      .map((person) => {
        const on = (person.teamIds ?? []).flatMap((id) => teamNames().get(id) ?? [])
        return {
          kind: 'person' as const,
          id: person.id,
          name: person.name,
          lead: person.jerseyNumber,
          detail: on.join(', '),
          text: searchable(
            `\n${person.name}\n${person.jerseyNumber ?? ''}\n${person.badgeCode ?? ''}\n${on.join('\n')}`,
          ),
        }
      })
    if (props.kinds.includes('team'))
      for (const team of teams() ?? []) {
        if (!team.active) continue
        all.push({
          kind: 'team',
          id: team.id,
          name: team.name,
          lead: undefined,
          detail: [team.sport, team.level, team.season].filter(Boolean).join(' · '),
          text: searchable(`\n${team.name}\n${team.sport ?? ''}`),
        })
      }
    for (const place of locations() ?? [])
      all.push({
        kind: 'location',
        id: place.id,
        name: place.name,
        lead: undefined,
        detail: '',
        text: searchable(`\n${place.name}`),
      })
    return all.sort((a, b) => a.name.localeCompare(b.name))
  })
  const found = createMemo(() => {
    const words = searchWords(text())
    // Six of a thousand by the alphabet help nobody.
    if (words.length === 0) return []
    const except = new Set(props.except)
    // The beginning of a word counts, so that "4" finds number 42 and not every badge with a 4 in it.
    return choices()
      .filter(
        (choice) =>
          !except.has(choice.id) &&
          words.every(({ first, begins }) => choice.text.includes(first) || choice.text.includes(begins)),
      )
      .slice(0, SHOWN)
  })
  // A badge that is scanned while somebody is asked for is the answer.
  createWedge((content) => {
    const codes = readScannedCode(content).candidates
    const person = (people() ?? []).find(
      (one) => one.active && one.badgeCode !== undefined && codes.includes(one.badgeCode),
    )
    if (person) props.onPick({ kind: 'person', id: person.id, name: person.name })
  })
  const pick = (choice: Choice) => props.onPick({ kind: choice.kind, id: choice.id, name: choice.name })

  return (
    <Show
      when={props.picked}
      fallback={
        <div class="grid gap-1.5">
          <p class="text-note font-semibold">{props.label}</p>
          <SearchField
            label={t('picker.search')}
            value={text()}
            onInput={setText}
            autofocus={props.autofocus ?? false}
            onEnter={() => {
              const only = found()[0]
              if (only && text().trim() !== '') pick(only)
            }}
            onDown={() => list?.querySelector('button')?.focus()}
          />
          <Show when={text().trim() !== ''} fallback={<p class="text-note text-muted">{t('picker.hint')}</p>}>
            <ul ref={list} class="edge divide-y divide-line overflow-hidden rounded-md border-line">
              <Key
                each={found()}
                by={({ kind, id }) => `${kind},${id}`}
                fallback={<li class="px-3 py-2.5 text-muted">{t('picker.none')}</li>}
              >
                {(choice) => (
                  <li>
                    <button
                      type="button"
                      class="flex min-h-target w-full items-center gap-3 px-3 py-1.5 text-left hover:bg-hover focus-visible:-outline-offset-3"
                      onClick={() => pick(choice())}
                    >
                      <Show
                        when={choice().lead}
                        fallback={
                          <span class="w-9 text-center text-muted">
                            <Icon name={icons[choice().kind]} />
                          </span>
                        }
                      >
                        <span class="narrow w-9 text-center text-title">{choice().lead}</span>
                      </Show>
                      <span class="min-w-0 flex-1">
                        <span class="block truncate font-semibold">{choice().name}</span>
                        <span class="block truncate text-note text-muted">{choice().detail}</span>
                      </span>
                    </button>
                  </li>
                )}
              </Key>
            </ul>
          </Show>
        </div>
      }
    >
      {(picked) => (
        <div class="grid gap-1.5">
          <p class="text-note font-semibold">{props.label}</p>
          <div class="edge flex min-h-target items-center gap-3 rounded-md border-line-strong bg-raised pl-3">
            <Icon name={icons[picked().kind]} class="text-muted" />
            <span class="min-w-0 flex-1 truncate font-semibold">{picked().name}</span>
            <button
              type="button"
              class="min-h-target rounded-md px-3 font-semibold text-accent-text hover:bg-hover"
              onClick={() => props.onPick(undefined)}
            >
              {t('picker.change')}
            </button>
          </div>
        </div>
      )}
    </Show>
  )
}
