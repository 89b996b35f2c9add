import { Key } from '@solid-primitives/keyed'
import { createMemo, createSignal, Show } from 'solid-js'
import type { Equipment } from '../../../../shared/collections/equipment.ts'
import { useCatalogue } from '../../db/use-catalogue.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { TagPlate } from '../../ui/tag-plate.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { lendableCount } from './chosen-things.ts'
import { t } from './messages.ts'

const SHOWN = 5

/** The things of a loan: found by tag or name, each left out again; of a counted one how many. */
export function ThingChoice(props: {
  ids: readonly string[]
  onIds: (ids: readonly string[]) => void
  counts: Readonly<Record<string, string>>
  onCount: (id: string, count: string) => void
}) {
  const catalogue = useCatalogue()
  const [text, setText] = createSignal('')
  const chosen = createMemo(() => props.ids.flatMap((id) => catalogue.get(id) ?? []))
  const found = createMemo(() =>
    text().trim() === ''
      ? []
      : catalogue
          .search(text())
          .filter((thing) => !props.ids.includes(thing.id) && lendableCount(thing) > 0)
          .slice(0, SHOWN),
  )
  const add = (thing: Equipment) => {
    props.onIds([...props.ids, thing.id])
    setText('')
  }

  return (
    <div class="grid gap-2">
      <Show when={chosen().length > 0}>
        <ul class="edge divide-y divide-line rounded-md border-line">
          <Key each={chosen()} by="id">
            {(thing) => (
              <li class="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2">
                <Show when={thing().tagCode}>{(code) => <TagPlate code={code()} size="sm" />}</Show>
                <span class="min-w-0 flex-1">
                  <span class="block truncate font-medium">{thing().name}</span>
                  <Show when={lendableCount(thing()) === 0}>
                    <span class="block text-note text-danger-text">{t('notHere')}</span>
                  </Show>
                  <Show when={thing().kind === 'bulk' && lendableCount(thing()) > 0}>
                    <span class="block text-note text-muted">
                      {t('inRoom', { count: lendableCount(thing()) })}
                    </span>
                  </Show>
                </span>
                <Show when={thing().kind === 'bulk' && lendableCount(thing()) > 0}>
                  <span class="w-24">
                    <TextField
                      hideLabel
                      label={t('count', { name: thing().name })}
                      inputmode="numeric"
                      value={props.counts[thing().id] ?? '1'}
                      onInput={(count) => props.onCount(thing().id, count)}
                    />
                  </span>
                </Show>
                <IconButton
                  icon="close"
                  label={t('remove', { name: thing().name })}
                  onClick={() => props.onIds(props.ids.filter((id) => id !== thing().id))}
                />
              </li>
            )}
          </Key>
        </ul>
      </Show>
      <SearchField label={t('pick')} value={text()} onInput={setText} />
      <Show when={found().length > 0}>
        <ul class="edge divide-y divide-line rounded-md border-line">
          <Key each={found()} by="id">
            {(thing) => (
              <li>
                <button
                  type="button"
                  class="flex min-h-row w-full items-center gap-3 px-3 text-left hover:bg-hover focus-visible:-outline-offset-3"
                  aria-label={t('add', { name: thing().tagCode ?? thing().name })}
                  onClick={() => add(thing())}
                >
                  <Show when={thing().tagCode}>{(code) => <TagPlate code={code()} size="sm" />}</Show>
                  <span class="min-w-0 flex-1 truncate">{thing().name}</span>
                </button>
              </li>
            )}
          </Key>
        </ul>
      </Show>
    </div>
  )
}
