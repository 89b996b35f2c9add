import { createMemo, For, type JSX, Show } from 'solid-js'
import type { AnyDocument } from '../../../../shared/collections/definition.ts'
import type { Review } from '../../../../shared/collections/reviews.ts'
import type { Json } from '../../../../shared/json.ts'
import { isCollectionName, registry } from '../../../../shared/registry.ts'
import { fieldLabel, isShownField } from '../../documents/field-labels.ts'
import { createFieldWords } from '../../documents/field-words.ts'
import { KeyValue } from '../../ui/key-value.tsx'
import { Panel } from '../../ui/panel.tsx'
import { compareVersions, type VersionRow, versionsOf } from './compare-versions.ts'
import { t } from './messages.ts'
import { reviewReason } from './review-reason.ts'

type Side = 'base' | 'device' | 'server'
interface Column {
  readonly key: string
  readonly label: string
  readonly value: (row: VersionRow) => unknown
  readonly side?: Side
}

/** The versions side by side, differences first; on a phone each field is a block with its versions below each other. */
export function VersionTable(props: { review: Review; live?: AnyDocument | undefined }) {
  const wordsOf = createFieldWords()
  const versions = createMemo(() => versionsOf(props.review))
  const rows = createMemo(() => {
    const { collection } = props.review
    const order = isCollectionName(collection) ? Object.keys(registry[collection].fields) : []
    return compareVersions(versions(), order, isShownField)
  })
  const differing = () => rows().filter(({ differs }) => differs)
  const same = () => rows().filter(({ differs }) => !differs)
  const alone = () => Object.values(versions()).filter((version) => version !== undefined).length < 2
  const word = (field: string, value: unknown) => wordsOf(props.review.collection, field, value)

  const columns = createMemo((): readonly Column[] => [
    ...(versions().base ? [sideColumn('base', t('before'))] : []),
    ...(versions().device ? [sideColumn('device', t('device'))] : []),
    ...(versions().server ? [sideColumn('server', t('server'))] : []),
    ...(props.live
      ? [{ key: 'now', label: t('now'), value: (row: VersionRow) => props.live?.[row.field] }]
      : []),
  ])

  const lost = (row: VersionRow, side: Side | undefined) => {
    const { lostSide, lostFields } = reviewReason(props.review)
    return side === lostSide && lostFields.includes(row.field)
  }

  return (
    <Panel title={alone() ? t('written') : t('compare')} flush={!alone()}>
      <Show
        when={!alone()}
        fallback={
          <KeyValue
            pairs={rows().map(({ field, base, device, server }) => ({
              label: fieldLabel(props.review.collection, field),
              value: word(field, device ?? server ?? base),
              hideWhenEmpty: true,
            }))}
          />
        }
      >
        <Show
          when={differing().length > 0}
          fallback={<p class="px-4 py-3 text-muted">{t('noDifference')}</p>}
        >
          <table class="w-full border-collapse text-left max-md:block">
            <caption class="sr-only">{t('compare')}</caption>
            <thead class="max-md:sr-only">
              <tr class="border-b border-line bg-sunken">
                <HeadCell>{t('field')}</HeadCell>
                <For each={columns()}>{(column) => <HeadCell>{column.label}</HeadCell>}</For>
              </tr>
            </thead>
            <tbody class="max-md:block">
              <For each={differing()}>
                {(row) => (
                  <tr class="border-b border-line align-top last:border-0 max-md:block max-md:px-4 max-md:py-3">
                    <th scope="row" class="font-semibold max-md:block md:px-4 md:py-2.5">
                      {fieldLabel(props.review.collection, row.field)}
                    </th>
                    <For each={columns()}>
                      {(column) => (
                        <td class="max-md:mt-1 max-md:grid max-md:grid-cols-[6.5rem_minmax(0,1fr)] max-md:gap-3 md:px-4 md:py-2.5">
                          <span class="text-note text-muted md:hidden">{column.label}</span>
                          <Value text={word(row.field, column.value(row))} lost={lost(row, column.side)} />
                        </td>
                      )}
                    </For>
                  </tr>
                )}
              </For>
            </tbody>
          </table>
        </Show>
        <Show when={same().length > 0}>
          <details class="border-t border-line">
            <summary class="flex min-h-target items-center px-4 font-semibold text-accent-text">
              {t('same', { count: same().length })}
            </summary>
            <div class="px-4 pb-3">
              <KeyValue
                pairs={same().map(({ field, server, device }) => ({
                  label: fieldLabel(props.review.collection, field),
                  value: word(field, server ?? device),
                  hideWhenEmpty: true,
                }))}
              />
            </div>
          </details>
        </Show>
      </Show>
    </Panel>
  )
}

function sideColumn(side: Side, label: string): Column {
  return { key: side, label, side, value: (row): Json | undefined => row[side] }
}

function HeadCell(props: { children: JSX.Element }) {
  return (
    <th scope="col" class="px-4 py-2 text-note font-semibold whitespace-nowrap text-muted">
      {props.children}
    </th>
  )
}

/** A value; the one that was not taken is struck through and says so. */
function Value(props: { text: string; lost: boolean }) {
  return (
    <span class="min-w-0">
      <Show when={props.text !== ''} fallback={<span class="text-muted">{t('nothing')}</span>}>
        <span class={props.lost ? 'text-danger-text line-through' : 'font-medium'}>{props.text}</span>
      </Show>
      <Show when={props.lost}>
        <span class="ml-2 text-note font-semibold text-danger-text">{t('lost')}</span>
      </Show>
    </span>
  )
}
