import { Match, Switch } from 'solid-js'
import { CodeField } from '../../../forms/code-field.tsx'
import { HolderPicker, type Picked } from '../../../things/holder-picker.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { t } from './messages.ts'
import type { Option } from './option.ts'
import type { Righted } from './put-right.ts'
import { RightFields } from './right-fields.tsx'

/** What was entered for the chosen answer. */
export interface Entered {
  readonly tag: string
  readonly serial: string
  readonly count: string
  readonly holder: Picked | undefined
  /** By field. */
  readonly righted: Righted
}

export interface OptionNeedsProps {
  readonly needs: NonNullable<Option['needs']>
  readonly option: Option
  readonly entered: Entered
  readonly onEnter: (entered: Partial<Entered>) => void
  /** What is wrong with what was entered. */
  readonly error: string | undefined
}

/** What the chosen answer asks for. */
export function OptionNeeds(props: OptionNeedsProps) {
  return (
    <Switch>
      <Match when={props.needs === 'tag'}>
        <CodeField
          label={t('newTag')}
          hint={t('newTagHint')}
          value={props.entered.tag}
          onInput={(tag) => props.onEnter({ tag })}
          error={props.error}
        />
      </Match>
      <Match when={props.needs === 'serial'}>
        <TextField
          label={t('newSerial')}
          code
          autocomplete="off"
          value={props.entered.serial}
          onInput={(serial) => props.onEnter({ serial })}
          error={props.error}
        />
      </Match>
      <Match when={props.needs === 'count'}>
        <TextField
          label={t('overdraw.count')}
          inputmode="numeric"
          value={props.entered.count}
          onInput={(count) => props.onEnter({ count })}
          error={props.error}
        />
      </Match>
      <Match when={props.needs === 'holder' || props.needs === 'loser'}>
        <HolderPicker
          label={t(props.needs === 'holder' ? 'fork.who' : 'fork.whoLost')}
          kinds={['person', 'team']}
          picked={props.entered.holder}
          onPick={(holder) => props.onEnter({ holder })}
        />
      </Match>
      <Match when={props.needs === 'fields'}>
        <RightFields
          collection={props.option.collection ?? ''}
          fields={props.option.fields ?? []}
          entered={props.entered.righted}
          onEnter={(righted) => props.onEnter({ righted })}
          error={props.error}
        />
      </Match>
    </Switch>
  )
}
