import { createMemo, Show } from 'solid-js'
import { createQuery } from '../../db/query.ts'
import { HolderPicker } from '../../things/holder-picker.tsx'
import { Button } from '../../ui/button.tsx'
import { t } from './messages.ts'
import { namesake } from './namesake.ts'

/** Whose things an account shows: the person, who is offered where the name says it. */
export function PersonField(props: {
  /** Of the account. */
  name: string
  /** Undefined for one that is being made. */
  userId: string | undefined
  personId: string | undefined
  /** Whether its role shows nothing but what its person has. */
  needed: boolean
  onChange: (personId: string | undefined) => void
}) {
  const people = createQuery('people', () => ({}))
  const users = createQuery('users', () => ({}))
  const others = createMemo(() => (users() ?? []).filter(({ id }) => id !== props.userId))
  const suggested = createMemo(() =>
    props.personId === undefined ? namesake(props.name, people() ?? [], others()) : undefined,
  )
  const picked = () => {
    const id = props.personId
    if (id === undefined) return undefined
    const person = people()?.find((one) => one.id === id)
    return { kind: 'person' as const, id, name: person?.name ?? t('personUnknown') }
  }
  const shared = () => others().find(({ personId }) => personId !== undefined && personId === props.personId)

  return (
    <div class="grid gap-2">
      <HolderPicker
        label={t('person')}
        kinds={['person']}
        picked={picked()}
        onPick={(one) => props.onChange(one?.id)}
      />
      <Show when={suggested()}>
        {(one) => (
          <div>
            <Button icon="person" onClick={() => props.onChange(one().id)}>
              {t('personSuggested', { name: one().name })}
            </Button>
          </div>
        )}
      </Show>
      <Show when={shared()}>
        {(other) => <p role="status">{t('personShared', { name: other().name })}</p>}
      </Show>
      <p class="text-note text-muted">
        {t(props.needed && props.personId === undefined ? 'personNeeded' : 'personHint')}
      </p>
    </div>
  )
}
