import { createMemo, createSignal, Show } from 'solid-js'
import type { Choice } from '../../../reviews/decide.ts'
import { ActionBar } from '../../../ui/action-bar.tsx'
import { Button } from '../../../ui/button.tsx'
import { Menu, type MenuItem } from '../../../ui/menu.tsx'
import type { Selection } from '../../../ui/selection.ts'
import type { Filed } from '../review-filters.ts'
import { type SideAction, SideDialog } from '../settle/side-dialog.tsx'
import { type BulkKey, choicesFor } from './bulk-choices.ts'
import { BulkDialog } from './bulk-dialog.tsx'
import { t } from './messages.ts'

interface Asked {
  readonly key: BulkKey
  readonly danger: boolean
  readonly choiceOf: (filed: Filed) => Choice
}

/** What can be done with the chosen reviews: what their one kind allows, and what every kind does. */
export function BulkBar(props: {
  selection: Selection
  chosen: readonly Filed[]
  /** Ids of all that are listed. */
  shown: readonly string[]
}) {
  const [asked, setAsked] = createSignal<Asked>()
  const [side, setSide] = createSignal<Exclude<SideAction, 'ask'>>()
  const isOfOneKind = createMemo(() => new Set(props.chosen.map(({ review }) => review.kind)).size === 1)
  const some = () => props.chosen.length > 0

  const items = (): readonly MenuItem[] =>
    choicesFor(props.chosen.map(({ review }) => review)).map(({ key, danger, actionFor }) => ({
      label: t(key),
      danger,
      onSelect: () => setAsked({ key, danger, choiceOf: ({ review }) => ({ action: actionFor(review) }) }),
    }))
  const others = (): readonly MenuItem[] => [
    { label: t('do.reject'), icon: 'close', onSelect: () => setSide('reject') },
    { label: t('do.assign'), icon: 'person', onSelect: () => setSide('assign') },
    { label: t('do.defer'), icon: 'calendar', onSelect: () => setSide('defer') },
    ...(props.chosen.some(({ standing }) => standing.state === 'resolved')
      ? [
          {
            label: t('do.undo'),
            icon: 'back' as const,
            onSelect: () => setAsked({ key: 'do.undo', danger: false, choiceOf: takenBack }),
          },
        ]
      : []),
  ]

  return (
    <>
      <ActionBar summary={t('chosen', { count: props.chosen.length })}>
        <Show when={some() && !isOfOneKind()}>
          <p class="self-center text-note text-muted">{t('oneKind')}</p>
        </Show>
        <Show
          when={props.chosen.length < props.shown.length}
          fallback={
            <Button kind="quiet" onClick={() => props.selection.set([])}>
              {t('none')}
            </Button>
          }
        >
          <Button kind="quiet" onClick={() => props.selection.set(props.shown)}>
            {t('all', { count: props.shown.length })}
          </Button>
        </Show>
        <Show when={some()}>
          <Menu label={t('more')} items={others()} />
          <Show when={items().length > 0}>
            <Menu label={t('decide')} items={items()} />
          </Show>
        </Show>
      </ActionBar>
      <Show when={side()}>
        {(action) => (
          <SideDialog
            action={action()}
            author=""
            about={t('about', { count: props.chosen.length })}
            failure={undefined}
            onChoice={(choice) => {
              setAsked({ key: `do.${action()}`, danger: action() === 'reject', choiceOf: () => choice })
              setSide(undefined)
            }}
            onClose={() => setSide(undefined)}
          />
        )}
      </Show>
      <Show when={asked()}>
        {(what) => (
          <BulkDialog
            title={t(what().key)}
            danger={what().danger}
            choiceOf={what().choiceOf}
            chosen={props.chosen}
            onClose={() => setAsked(undefined)}
            onDone={() => {
              setAsked(undefined)
              props.selection.end()
            }}
          />
        )}
      </Show>
    </>
  )
}

const takenBack = (): Choice => ({ action: 'undo' })
