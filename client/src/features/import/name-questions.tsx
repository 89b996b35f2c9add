import { Key } from '@solid-primitives/keyed'
import { createMemo, createSignal, Show } from 'solid-js'
import { createQuery } from '../../db/query.ts'
import type { NamedCollection } from '../../import/choices.ts'
import type { UnknownName } from '../../import/names.ts'
import { Button } from '../../ui/button.tsx'
import { Select } from '../../ui/select.tsx'
import type { Draft } from './create-draft.ts'
import { t } from './question-messages.ts'

const FIRST = 6

/** Categories, places and teams that the file names and that are not here: created, taken for another, or left blank. */
export function NameQuestions(props: { draft: Draft; unknown: readonly UnknownName[] }) {
  const of = (collection: NamedCollection) => props.unknown.filter((name) => name.collection === collection)
  return (
    <>
      <NameList
        draft={props.draft}
        collection="categories"
        title={t('newCategories')}
        unknown={of('categories')}
      />
      <NameList
        draft={props.draft}
        collection="locations"
        title={t('newLocations')}
        unknown={of('locations')}
      />
      <NameList draft={props.draft} collection="teams" title={t('newTeams')} unknown={of('teams')} />
    </>
  )
}

function NameList(props: {
  draft: Draft
  collection: NamedCollection
  title: string
  unknown: readonly UnknownName[]
}) {
  const [all, setAll] = createSignal(false)
  const existing = createQuery(props.collection, () => ({}))
  const options = createMemo(() => [
    { value: 'new', label: t('createName') },
    { value: '', label: t('leaveBlank') },
    ...(existing() ?? [])
      .map(({ id, name }) => ({ value: id, label: name }))
      .toSorted((a, b) => a.label.localeCompare(b.label)),
  ])
  const shownNames = () => (all() ? props.unknown : props.unknown.slice(0, FIRST))
  return (
    <Show when={props.unknown.length > 0}>
      <div class="px-4 py-3">
        <h3 class="text-note font-semibold text-muted">{props.title}</h3>
        <ul class="mt-2 grid gap-x-6 gap-y-3 md:grid-cols-2 xl:grid-cols-3">
          <Key each={shownNames()} by="key">
            {(name) => (
              <li>
                <Select
                  label={t('nameMeans', {
                    name: name().label.slice(0, 80),
                    rows: t('rows', { count: name().rows }),
                  })}
                  options={options()}
                  value={props.draft.choices.names[props.collection]?.[name().key] ?? 'new'}
                  onChange={(value) => props.draft.setName(props.collection, name().key, value)}
                />
              </li>
            )}
          </Key>
        </ul>
        <Show when={!all() && props.unknown.length > FIRST}>
          <div class="mt-3">
            <Button kind="quiet" onClick={() => setAll(true)}>
              {t('showAll', { count: props.unknown.length })}
            </Button>
          </div>
        </Show>
      </div>
    </Show>
  )
}
