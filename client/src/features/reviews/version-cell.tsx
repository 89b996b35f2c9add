import { createSignal, lazy, Show, Suspense } from 'solid-js'
import type { Field } from '../../../../shared/collections/field.ts'
import { asJson } from '../../../../shared/json.ts'
import { isCollectionName, registry } from '../../../../shared/registry.ts'
import { isMerged } from '../../../../shared/reviews/merge-fields.ts'
import { fieldLabel } from '../../documents/field-labels.ts'
import { t } from './messages.ts'
import type { Pick } from './settle/picks.ts'

/** Few reviews are settled by a value that nobody has written yet. */
const FieldEditor = lazy(async () => ({
  default: (await import('./settle/field-editor.tsx')).FieldEditor,
}))

const cell =
  'max-md:mt-1 max-md:grid max-md:grid-cols-[6.5rem_minmax(0,1fr)] max-md:items-center max-md:gap-3 md:px-4 md:py-1.5'
const choice = 'flex min-h-target cursor-pointer items-center gap-2 rounded-md px-2 -mx-2 hover:bg-hover'

export interface VersionCellProps {
  /** Which version it is. */
  readonly label: string
  readonly field: string
  readonly text: string
  /** It was not taken. */
  readonly lost: boolean
  /** The radio group of the field. */
  readonly group: string
  /** Undefined where nothing is picked here. */
  readonly chosen: boolean | undefined
  readonly onChoose: (() => void) | undefined
}

/** One version of one field; with a radio button where it can be picked. */
export function VersionCell(props: VersionCellProps) {
  return (
    <td class={cell}>
      <span class="text-note text-muted md:hidden" aria-hidden={props.onChoose ? 'true' : undefined}>
        {props.label}
      </span>
      <Show
        when={props.onChoose}
        fallback={
          <span class="md:inline-flex md:min-h-target md:items-center">
            <Value text={props.text} lost={props.lost} />
          </span>
        }
      >
        {(choose) => (
          <label class={choice}>
            <input
              type="radio"
              class="size-5 shrink-0 accent-accent"
              name={props.group}
              checked={props.chosen === true}
              aria-label={t('pickOne', {
                field: props.field,
                version: props.label,
                value: props.text === '' ? t('nothing') : props.text,
              })}
              onChange={() => choose()()}
            />
            <Value text={props.text} lost={props.lost} />
          </label>
        )}
      </Show>
    </td>
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
        <span class="ml-2 text-note font-semibold whitespace-nowrap text-danger-text">{t('lost')}</span>
      </Show>
    </span>
  )
}

export interface OtherCellProps {
  /** How many columns it spans. */
  readonly span: number
  readonly collection: string
  readonly name: string
  /** Undefined where no other value can be entered. */
  readonly field: Field | undefined
  readonly group: string
  readonly start: unknown
  /** A version was picked instead. */
  readonly sideChosen: boolean
  readonly onPick: (pick: Pick | undefined) => void
}

/** A value that no version has: the control comes with the choice. */
export function OtherCell(props: OtherCellProps) {
  const [opened, setOpened] = createSignal(false)
  const open = () => opened() && !props.sideChosen
  // What stands there now is what is changed: what others add to it later stays.
  const [start, setStart] = createSignal<unknown>()
  const seen = () => {
    const definition = isCollectionName(props.collection) ? registry[props.collection] : undefined
    return definition && isMerged(definition, props.name) ? { seen: asJson(start()) } : {}
  }
  const choose = () => {
    setStart(() => props.start)
    setOpened(true)
    props.onPick(undefined)
  }
  return (
    <td colspan={props.span} class="max-md:block md:px-4 md:pb-2">
      <Show when={props.field}>
        {(field) => (
          <>
            <label class={choice}>
              <input
                type="radio"
                class="size-5 shrink-0 accent-accent"
                name={props.group}
                checked={open()}
                aria-label={t('pickOther', { field: fieldLabel(props.collection, props.name) })}
                onChange={choose}
              />
              <span>{t('other')}</span>
            </label>
            <Show when={open()}>
              <Suspense>
                <FieldEditor
                  collection={props.collection}
                  name={props.name}
                  field={field()}
                  start={start()}
                  onValue={(value) => props.onPick(value === undefined ? undefined : { value, ...seen() })}
                />
              </Suspense>
            </Show>
          </>
        )}
      </Show>
    </td>
  )
}
