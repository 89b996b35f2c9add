import { Index, Show } from 'solid-js'
import { t as core } from '../i18n/core.ts'
import { Button } from '../ui/button.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { TextField } from '../ui/text-field.tsx'
import type { NamedRow } from './named-rows.ts'

export type NamedRowsEditorProps = {
  rows: readonly NamedRow[]
  nameLabel: string
  valueLabel: string
  addLabel: string
  /** Names that are offered while typing one. */
  suggestions?: readonly string[]
  errorOf?: (index: number) => string | undefined
  onChange: (rows: readonly NamedRow[]) => void
}

/** Names with values, one pair a line: sizes of a person, fields that a school made up. */
export function NamedRowsEditor(props: NamedRowsEditorProps) {
  const change = (index: number, part: Partial<NamedRow>) =>
    props.onChange(props.rows.map((row, at) => (at === index ? { ...row, ...part } : row)))
  return (
    <div class="grid gap-2">
      <Index each={props.rows}>
        {(row, index) => (
          <div class="grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)_auto] items-start gap-2">
            <TextField
              label={`${props.nameLabel} ${index + 1}`}
              placeholder={props.nameLabel}
              hideLabel
              value={row().name}
              onInput={(name) => change(index, { name })}
              error={props.errorOf?.(index)}
            />
            <TextField
              label={`${props.valueLabel} ${index + 1}`}
              placeholder={props.valueLabel}
              hideLabel
              value={row().value}
              onInput={(value) => change(index, { value })}
            />
            <IconButton
              icon="close"
              label={core('action.remove', { name: row().name || props.nameLabel })}
              onClick={() => props.onChange(props.rows.filter((_, at) => at !== index))}
            />
          </div>
        )}
      </Index>
      <div class="flex flex-wrap gap-2">
        <Button
          kind="quiet"
          icon="plus"
          onClick={() => props.onChange([...props.rows, { name: '', value: '' }])}
        >
          {props.addLabel}
        </Button>
        <Show when={props.suggestions}>
          {(names) => (
            <>
              {names()
                .filter((name) => !props.rows.some((row) => row.name === name))
                .map((name) => (
                  <Button kind="quiet" onClick={() => props.onChange([...props.rows, { name, value: '' }])}>
                    {name}
                  </Button>
                ))}
            </>
          )}
        </Show>
      </div>
    </div>
  )
}
