import { For, Show } from 'solid-js'
import type { ColumnOverview, Overview } from '../../import/import-reader.ts'
import { isShared, type Target, targetsOf } from '../../import/targets.ts'
import { Banner } from '../../ui/banner.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { Select } from '../../ui/select.tsx'
import { targetWord } from './choice-words.ts'
import { t } from './column-messages.ts'
import type { Draft } from './create-draft.ts'
import { t as generalWords } from './messages.ts'

/** Each column of the file with examples, and where it goes. */
export function ColumnList(props: { draft: Draft; overview: Overview }) {
  const kind = () => props.draft.choices.kind
  const options = () => [
    { value: 'none' as Target, label: t('target.none') },
    ...targetsOf(kind()).map((value) => ({ value, label: targetWord(value, kind()) })),
  ]
  const nameless = () => {
    const { targets } = props.draft.choices
    return !targets.includes('name') && !targets.includes('firstName') && !targets.includes('lastName')
  }
  return (
    <section class="grid gap-3">
      <div>
        <h2 class="narrow text-lead">{t('columns')}</h2>
        <p class="text-muted">{kind() === 'people' ? t('columnsHintPeople') : t('columnsHint')}</p>
      </div>
      <Segmented
        label={generalWords('listsWhat')}
        value={kind()}
        onChange={props.draft.setKind}
        options={[
          { value: 'equipment', label: generalWords('kind.equipment'), icon: 'tag' },
          { value: 'people', label: generalWords('kind.people'), icon: 'people' },
        ]}
      />
      <Show when={nameless()}>
        <Banner tone={kind() === 'people' ? 'danger' : 'info'} title={t('noName')}>
          {kind() === 'people' ? t('noNamePeople') : t('noNameHint')}
        </Banner>
      </Show>
      <ul class="edge divide-y divide-line rounded-md border-line bg-raised">
        <For each={props.overview.columns}>
          {(column, position) => (
            <ColumnRow
              column={column}
              options={options()}
              target={props.draft.choices.targets[position()] ?? 'none'}
              twice={givenTwice(props.draft.choices.targets, position())}
              word={targetWord(props.draft.choices.targets[position()] ?? 'none', kind())}
              onChange={(target) => props.draft.setTarget(position(), target)}
            />
          )}
        </For>
      </ul>
    </section>
  )
}

function givenTwice(targets: readonly Target[], position: number): boolean {
  const target = targets[position]
  return target !== undefined && !isShared(target) && targets.indexOf(target) !== targets.lastIndexOf(target)
}

/** Whether two columns go to one place that holds one: the choice is the person's. */
export function anyGivenTwice(targets: readonly Target[]): boolean {
  return targets.some((_, position) => givenTwice(targets, position))
}

function ColumnRow(props: {
  column: ColumnOverview
  options: readonly { value: Target; label: string }[]
  target: Target
  word: string
  twice: boolean
  onChange: (target: Target) => void
}) {
  const leftOut = () => props.target === 'none'
  return (
    <li class="grid items-center gap-x-4 gap-y-1.5 px-4 py-2.5 md:grid-cols-[minmax(0,1fr)_1.25rem_minmax(0,18rem)]">
      <div class="min-w-0">
        <p class="truncate font-semibold" classList={{ 'text-muted': leftOut() }}>
          <bdi>{props.column.label}</bdi>
        </p>
        <p class="truncate text-note text-muted">
          <Show when={props.column.filled > 0} fallback={t('noValues')}>
            <bdi>{props.column.samples.join(' · ')}</bdi>
            {` (${t('filledIn', { count: props.column.filled })})`}
          </Show>
        </p>
      </div>
      <Icon name="arrow-right" class="text-muted max-md:hidden" />
      <Select
        label={t('goesTo', { column: props.column.label })}
        hideLabel
        options={props.options}
        value={props.target}
        onChange={props.onChange}
        error={props.twice ? t('twice', { target: props.word }) : undefined}
      />
    </li>
  )
}
