import { createMemo, createSignal, Match, onMount, Switch } from 'solid-js'
import type { Field } from '../../../../../shared/collections/field.ts'
import type { Json } from '../../../../../shared/json.ts'
import { createQuery } from '../../../db/query.ts'
import { fieldLabel } from '../../../documents/field-labels.ts'
import { createFieldWords } from '../../../documents/field-words.ts'
import { type FormIssue, issueText } from '../../../forms/issue-text.ts'
import { t as forms } from '../../../forms/messages.ts'
import { t as core } from '../../../i18n/core.ts'
import { Select } from '../../../ui/select.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { CHOSEN_FROM, textOfValue, typedValue } from './field-kind.ts'

export interface FieldEditorProps {
  readonly collection: string
  readonly name: string
  readonly field: Field
  readonly start: unknown
  /** One of several: it says which, and leaves the keyboard where it is. */
  readonly among?: boolean
  /** Why the value that it starts with can't be stored. */
  readonly startIssue?: FormIssue | undefined
  /** The value, null for none; undefined while what stands there cannot be stored. */
  readonly onValue: (value: Json | undefined) => void
}

/** Texts in which people make lines: a control of one line would take those away. */
const LONG: readonly string[] = ['notes', 'note']

/** One field's value in the control that its type asks for; who chose to enter one alone is there at once. */
export function FieldEditor(props: FieldEditorProps) {
  const wordsOf = createFieldWords()
  const [text, setText] = createSignal(textOfValue(props.name, props.start))
  const [issue, setIssue] = createSignal<FormIssue | undefined>(props.startIssue)
  const source = () => (props.field.type === 'id' ? CHOSEN_FROM[props.name] : undefined)
  const teams = createQuery('teams', () => (source() === 'teams' ? {} : undefined))
  const locations = createQuery('locations', () => (source() === 'locations' ? {} : undefined))
  const categories = createQuery('categories', () => (source() === 'categories' ? {} : undefined))
  const options = createMemo(() => {
    const { field } = props
    const none = field.required ? [] : [{ value: '', label: forms('none') }]
    const word = (value: Json) => wordsOf(props.collection, props.name, value)
    if (field.type === 'choice')
      return [...none, ...field.choices.map((value) => ({ value, label: word(value) }))]
    if (field.type === 'boolean')
      return [...none, ...[true, false].map((value) => ({ value: String(value), label: word(value) }))]
    const named = [...(teams() ?? []), ...(locations() ?? []), ...(categories() ?? [])]
    return [...none, ...named.map(({ id, name }) => ({ value: id, label: name }))]
  })
  const take = (typed: string) => {
    setText(typed)
    const read = typedValue(props.name, props.field, typed)
    setIssue('issue' in read ? read.issue : undefined)
    props.onValue('value' in read ? read.value : undefined)
  }
  const label = () => fieldLabel(props.collection, props.name)
  const error = () => {
    const wrong = issue()
    return wrong && issueText([wrong], props.name)
  }
  let editor: HTMLDivElement | undefined
  onMount(() => {
    if (!props.among) editor?.querySelector<HTMLElement>('input, select, textarea')?.focus()
  })
  const known = () => options().some(({ value }) => value === text())
  return (
    <div ref={editor} class="mt-1 max-w-96">
      <Switch
        fallback={
          <TextField
            label={label()}
            hideLabel={!props.among}
            type={props.field.type === 'date' ? 'date' : 'text'}
            inputmode={props.field.type === 'integer' ? 'decimal' : 'text'}
            code={props.name === 'tagCode' || props.name === 'serial' || props.name === 'badgeCode'}
            autocomplete="off"
            {...(LONG.includes(props.name) ? { lines: 2 } : {})}
            value={text()}
            onInput={take}
            error={error()}
          />
        }
      >
        <Match when={props.field.type === 'choice' || props.field.type === 'boolean' || source()}>
          <Select
            label={label()}
            hideLabel={!props.among}
            options={options()}
            {...(known() ? {} : { placeholder: core('field.choose') })}
            value={known() ? text() : undefined}
            onChange={take}
            error={error()}
          />
        </Match>
      </Switch>
    </div>
  )
}
