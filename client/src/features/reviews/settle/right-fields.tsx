import { Key } from '@solid-primitives/keyed'
import { Match, Show, Switch } from 'solid-js'
import type { Json } from '../../../../../shared/json.ts'
import { fieldLabel } from '../../../documents/field-labels.ts'
import { issueText } from '../../../forms/issue-text.ts'
import { HolderPicker, type Picked } from '../../../things/holder-picker.tsx'
import { createHolders } from '../../../things/holders.ts'
import { Checkbox } from '../../../ui/checkbox.tsx'
import { Icon } from '../../../ui/icon.tsx'
import { FieldEditor } from './field-editor.tsx'
import { t } from './messages.ts'
import type { FieldToRight, Righted } from './put-right.ts'

export interface RightFieldsProps {
  readonly collection: string
  readonly fields: readonly FieldToRight[]
  readonly entered: Righted
  readonly onEnter: (entered: Righted) => void
  /** Why it can't be done as it is entered. */
  readonly error: string | undefined
}

/** What was sent, field by field, to be entered as it was meant: what can't be stored comes first and says why. */
export function RightFields(props: RightFieldsProps) {
  const holder = createHolders()
  const enter = (name: string, value: Json | undefined) => props.onEnter({ ...props.entered, [name]: value })
  const asSent = ({ name }: FieldToRight) => {
    const { [name]: _entered, ...others } = props.entered
    props.onEnter(others)
  }
  const picked = ({ name, start }: FieldToRight): Picked | undefined => {
    const id = Object.hasOwn(props.entered, name) ? props.entered[name] : start
    const found = typeof id === 'string' ? holder(id) : undefined
    return typeof id !== 'string' || !found || found.kind === 'unseen'
      ? undefined
      : { kind: found.kind, id, name: found.name }
  }
  const others = () => props.fields.filter((one) => !isAskedFirst(one))
  const List = (listed: { fields: readonly FieldToRight[] }) => (
    <Key each={listed.fields} by="name">
      {(one) => (
        <Switch
          fallback={
            <FieldEditor
              collection={props.collection}
              name={one().name}
              field={one().field}
              start={Object.hasOwn(props.entered, one().name) ? props.entered[one().name] : one().start}
              startIssue={props.entered[one().name] === undefined ? one().issue : undefined}
              among
              onValue={(value) => enter(one().name, value)}
            />
          }
        >
          <Match when={one().by === 'holder'}>
            <HolderPicker
              label={fieldLabel(props.collection, one().name)}
              kinds={['person', 'team', 'location']}
              picked={picked(one())}
              onPick={(next) => enter(one().name, next?.id ?? null)}
            />
          </Match>
          <Match when={one().by === 'leaving-out'}>
            <Checkbox
              label={t('rejected.leaveOut', { field: fieldLabel(props.collection, one().name) })}
              hint={faultOf(one()) ?? ''}
              checked={props.entered[one().name] === null}
              onChange={(out) => (out ? enter(one().name, null) : asSent(one()))}
            />
          </Match>
        </Switch>
      )}
    </Key>
  )
  return (
    <div class="grid gap-3">
      <List fields={props.fields.filter(isAskedFirst)} />
      <Show when={others().length > 0}>
        <details>
          <summary class="flex min-h-target items-center font-semibold text-accent-text">
            {t('rejected.others', { count: others().length })}
          </summary>
          <div class="grid gap-3">
            <List fields={others()} />
          </div>
        </details>
      </Show>
      <Show when={props.error}>
        {(error) => (
          <p class="flex items-start gap-1.5 text-note font-medium text-danger-text">
            <Icon name="danger" size="xs" class="mt-px" />
            {error()}
          </p>
        )}
      </Show>
    </div>
  )
}

/** What was sent or is at fault, and who got the thing; of the others nobody said anything. */
function isAskedFirst({ by, start, issue }: FieldToRight): boolean {
  return by === 'holder' || start !== undefined || issue !== undefined
}

function faultOf({ name, issue }: FieldToRight): string | undefined {
  return issue && issueText([issue], name)
}
