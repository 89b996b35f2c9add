import { Key } from '@solid-primitives/keyed'
import { createMemo, createUniqueId, type JSX, Show } from 'solid-js'
import type { AnyDocument } from '../../../../shared/collections/definition.ts'
import type { Review } from '../../../../shared/collections/reviews.ts'
import type { Json } from '../../../../shared/json.ts'
import { isCollectionName, registry } from '../../../../shared/registry.ts'
import type { Side } from '../../../../shared/reviews/decision.ts'
import { fieldLabel, isShownField } from '../../documents/field-labels.ts'
import { createFieldWords } from '../../documents/field-words.ts'
import { lostFields, reviewReason } from '../../reviews/review-reason.ts'
import { KeyValue } from '../../ui/key-value.tsx'
import { Panel } from '../../ui/panel.tsx'
import { compareVersions, type VersionRow, versionsOf } from './compare-versions.ts'
import { t } from './messages.ts'
import { editableField } from './settle/field-kind.ts'
import type { Pick, Picks } from './settle/picks.ts'
import { OtherCell, VersionCell } from './version-cell.tsx'

interface Column {
  readonly key: string
  readonly label: string
  readonly value: (row: VersionRow) => unknown
  readonly side?: Side
}

/** How the table takes picks: from which version each of the fields is taken, or another value. */
export interface Picking {
  readonly fields: readonly string[]
  readonly picks: Picks
  pick(field: string, pick: Pick | undefined): void
  all(side: Side): void
}

export interface VersionTableProps {
  readonly review: Review
  readonly live?: AnyDocument | undefined
  readonly picking?: Picking | undefined
}

/** The versions side by side, differences first; on a phone each field is a block with its versions below each other. */
export function VersionTable(props: VersionTableProps) {
  const wordsOf = createFieldWords()
  const group = createUniqueId()
  const versions = createMemo(() => versionsOf(props.review))
  const rows = createMemo(() => {
    const { collection } = props.review
    const order = isCollectionName(collection) ? Object.keys(registry[collection].fields) : []
    return compareVersions(versions(), order, isShownField)
  })
  const picked = (field: string) => props.picking?.fields.includes(field) ?? false
  const several = () => (props.picking?.fields.length ?? 0) > 1
  // What is to be decided stands above what else differs.
  const differing = createMemo(() => {
    const all = rows().filter(({ differs, field }) => differs || picked(field))
    return [...all.filter(({ field }) => picked(field)), ...all.filter(({ field }) => !picked(field))]
  })
  const same = () => rows().filter(({ differs, field }) => !differs && !picked(field))
  const alone = () =>
    Object.values(versions()).filter((version) => version !== undefined).length < 2 && !props.picking
  const word = (field: string, value: unknown) => wordsOf(props.review.collection, field, value)

  const columns = createMemo((): readonly Column[] => [
    ...(versions().base ? [sideColumn('base', t('before'))] : []),
    ...(versions().device ? [sideColumn('device', t('device'))] : []),
    ...(versions().server ? [sideColumn('server', t('server'))] : []),
    ...(props.live
      ? [{ key: 'now', label: t('now'), value: (row: VersionRow) => props.live?.[row.field] }]
      : []),
  ])
  const take = (field: string, side: Side | undefined) => side && props.picking?.pick(field, { side })
  const takeAll = (side: Side | undefined) => side && props.picking?.all(side)
  const lost = (row: VersionRow, side: Side | undefined) => {
    if (side !== 'device' && side !== 'server') return false
    return lostFields(reviewReason(props.review), side).includes(row.field)
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
          fallback={
            <Show when={same().length === 0}>
              <p class="px-4 py-3 text-muted">{t('noDifference')}</p>
            </Show>
          }
        >
          <table class="w-full border-collapse text-left max-md:block md:table-fixed">
            <caption class="sr-only">{t('compare')}</caption>
            <thead class="max-md:block">
              <tr class="border-b border-line bg-sunken max-md:flex max-md:flex-wrap max-md:gap-x-2 max-md:px-2">
                <HeadCell small field>
                  {t('field')}
                </HeadCell>
                <Key each={columns()} by="key">
                  {(column) => (
                    <HeadCell small={column().side === undefined || !several()}>
                      <Show when={column().side && several()} fallback={column().label}>
                        <button
                          type="button"
                          class="-mx-2 min-h-target rounded-md px-2 font-semibold text-accent-text hover:bg-hover"
                          onClick={() => takeAll(column().side)}
                        >
                          <span class="sr-only">{t('takeAllFrom')}</span>
                          {column().label}
                        </button>
                      </Show>
                    </HeadCell>
                  )}
                </Key>
              </tr>
            </thead>
            <tbody class="max-md:block">
              <Key each={differing()} by="field">
                {(row) => (
                  <>
                    <tr
                      class="align-top max-md:block max-md:px-4 max-md:pt-3"
                      classList={{
                        'bg-accent-soft': picked(row().field),
                        'border-b border-line last:border-0 max-md:pb-3': !picked(row().field),
                      }}
                    >
                      <th
                        scope="row"
                        rowspan={picked(row().field) ? 2 : 1}
                        class="font-semibold max-md:block md:px-4 md:py-3.5"
                      >
                        {fieldLabel(props.review.collection, row().field)}
                      </th>
                      <Key each={columns()} by="key">
                        {(column) => (
                          <VersionCell
                            label={column().label}
                            text={word(row().field, column().value(row()))}
                            lost={lost(row(), column().side)}
                            group={`${group}-${row().field}`}
                            field={fieldLabel(props.review.collection, row().field)}
                            chosen={
                              picked(row().field)
                                ? isSide(props.picking?.picks[row().field], column().side)
                                : undefined
                            }
                            onChoose={
                              picked(row().field) && column().side
                                ? () => take(row().field, column().side)
                                : undefined
                            }
                          />
                        )}
                      </Key>
                    </tr>
                    <Show when={picked(row().field) && props.picking}>
                      {(picking) => (
                        <tr class="border-b border-line bg-accent-soft last:border-0 max-md:block max-md:px-4 max-md:pb-3">
                          <OtherCell
                            span={columns().length}
                            collection={props.review.collection}
                            name={row().field}
                            field={editableField(props.review.collection, row().field)}
                            group={`${group}-${row().field}`}
                            start={props.live?.[row().field] ?? row().server ?? row().device}
                            sideChosen={hasSide(picking().picks[row().field])}
                            onPick={(pick) => picking().pick(row().field, pick)}
                          />
                        </tr>
                      )}
                    </Show>
                  </>
                )}
              </Key>
            </tbody>
          </table>
        </Show>
        <Show when={same().length > 0}>
          <details classList={{ 'border-t border-line': differing().length > 0 }}>
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

function isSide(pick: Pick | undefined, side: Side | undefined): boolean {
  return pick !== undefined && 'side' in pick && pick.side === side
}

function hasSide(pick: Pick | undefined): boolean {
  return pick !== undefined && 'side' in pick
}

function sideColumn(side: Side, label: string): Column {
  return { key: side, label, side, value: (row): Json | undefined => row[side] }
}

function HeadCell(props: { children: JSX.Element; small: boolean; field?: boolean }) {
  return (
    <th
      scope="col"
      class="px-4 py-2 text-note font-semibold whitespace-nowrap text-muted"
      classList={{ 'max-md:sr-only': props.small, 'md:w-32 lg:w-36': props.field === true }}
    >
      {props.children}
    </th>
  )
}
