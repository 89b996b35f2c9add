import { createMemo, type JSX, Show } from 'solid-js'
import { DeletionAskedBadge } from '../../documents/deletion-asked.tsx'
import { Icon } from '../../ui/icon.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import type { Directory } from './directory.ts'
import type { StationHolder } from './holder.ts'
import { t } from './messages.ts'

export type HolderPanelProps = {
  holder: StationHolder
  directory: Directory
  /** How many things the holder has now. */
  has: number | undefined
  /** The choice of the date. */
  children: JSX.Element
}

function settles(holds: unknown): boolean {
  if (Array.isArray(holds)) return holds.length > 0
  return holds !== undefined && holds !== null && holds !== false && holds !== ''
}

/** Who is being given things: the largest words on the screen, so that nobody issues to the person before. */
export function HolderPanel(props: HolderPanelProps) {
  const person = createMemo(() =>
    props.holder.kind === 'person' ? props.directory.person(props.holder.id) : undefined,
  )
  const marked = () => {
    const { kind, id } = props.holder
    if (kind === 'person') return person()
    return kind === 'team'
      ? props.directory.team(id)
      : props.directory.locations().find((place) => place.id === id)
  }
  const detail = () => {
    const teams = (person()?.teamIds ?? []).flatMap((id) => props.directory.team(id)?.name ?? [])
    const has =
      props.has === undefined
        ? undefined
        : props.has === 0
          ? t('holder.hasNothing')
          : t('holder.has', { count: props.has })
    return [...teams, has].filter(Boolean).join(' · ')
  }
  return (
    <section class="holder-panel" aria-labelledby="station-holder">
      <div class="flex items-center gap-4">
        <span class="jersey" aria-hidden="true">
          <Show
            when={person()?.jerseyNumber}
            fallback={
              <Icon
                name={
                  props.holder.kind === 'person'
                    ? 'person'
                    : props.holder.kind === 'team'
                      ? 'team'
                      : 'location'
                }
                size="lg"
              />
            }
          >
            {person()?.jerseyNumber}
          </Show>
        </span>
        <div class="min-w-0 flex-1">
          <h2 id="station-holder" tabindex="-1" class="narrow text-head leading-none outline-none">
            <Show when={person()?.jerseyNumber}>{(number) => <span class="sr-only">{number()} </span>}</Show>
            {props.directory.nameOf(props.holder.id) ?? t('holder.unseen')}
          </h2>
          <p class="mt-1 flex flex-wrap items-center gap-x-2 text-note text-muted">
            {detail()}
            <Show when={marked()}>{(one) => <DeletionAskedBadge of={one()} />}</Show>
            <Show when={settles(person()?.holds)}>
              <StatusBadge tone="warning" icon="warning" label={t('holder.hold')} />
            </Show>
          </p>
        </div>
      </div>
      {props.children}
    </section>
  )
}
