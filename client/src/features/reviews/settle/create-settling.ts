import { type Accessor, createMemo, createSignal } from 'solid-js'
import type { Equipment } from '../../../../../shared/collections/equipment.ts'
import type { Review } from '../../../../../shared/collections/reviews.ts'
import type { JsonObject } from '../../../../../shared/json.ts'
import { createQuery } from '../../../db/query.ts'
import { wholeNumber } from '../../../forms/typed-numbers.ts'
import type { Choice } from '../../../reviews/decide.ts'
import type { Standing } from '../../../reviews/standing.ts'
import { createOptions } from './create-options.ts'
import { createPreview } from './create-preview.ts'
import type { Option } from './option.ts'
import type { Entered } from './option-needs.tsx'
import { pickableFields } from './pickable-fields.ts'
import { allFrom, choiceOf, type Pick, type Picks } from './picks.ts'
import type { Preview } from './preview.ts'
import { rightedValue } from './put-right.ts'

/** What somebody has chosen so far about one review, and what it would lead to. */
export interface Settling {
  readonly options: Accessor<readonly Option[]>
  readonly chosen: Accessor<Option | undefined>
  choose(key: string): void
  readonly entered: Accessor<Entered>
  enter(part: Partial<Entered>): void
  /** Fields that are picked in the table of versions. */
  readonly fields: Accessor<readonly string[]>
  readonly picks: Accessor<Picks>
  pick(field: string, pick: Pick | undefined): void
  readonly choice: Accessor<Choice | undefined>
  readonly preview: Accessor<Preview | undefined>
}

export interface Settled {
  readonly review: () => Review
  readonly standing: () => Standing
  readonly thing: () => Equipment | undefined
  readonly author: () => string
  /** Whether the person may decide at all. */
  readonly decides: () => boolean
}

const nothing: Entered = { tag: '', serial: '', count: '', holder: undefined, righted: {} }

export function createSettling(about: Settled): Settling {
  const optionsOf = createOptions()
  const chain = createQuery('transactions', () => {
    const thing = about.thing()
    return thing && about.decides() ? { selector: { equipmentId: thing.id } } : undefined
  })
  const open = () => {
    const { state } = about.standing()
    return state === 'open' || (state === 'settled' && about.review().kind === 'overwritten')
  }
  const options = createMemo(() =>
    about.decides() && open() ? optionsOf(about.review(), about.thing(), chain() ?? [], about.author()) : [],
  )
  const fields = createMemo(() =>
    options().some(({ key }) => key === 'pick') ? pickableFields(about.review()) : [],
  )
  const [key, setKey] = createSignal<string>()
  const [entered, setEntered] = createSignal(nothing)
  const [picks, setPicks] = createSignal<Picks>({})
  const picked = () => choiceOf(fields(), picks())
  const chosen = createMemo(() => options().find((option) => option.key === key()))

  const choice = createMemo((): Choice | undefined => {
    const option = chosen()
    if (!option) return undefined
    if (option.key === 'pick') return picked()
    const value = enteredValue(option, entered())
    return { action: option.action, ...(value ? { value } : {}) }
  })
  const preview = createPreview({
    review: about.review,
    choice,
    follows: () => [about.thing(), chain()],
  })

  return {
    options,
    chosen,
    choose(next) {
      setKey(next)
      if (next === 'keep') setPicks(allFrom('server', fields()))
      if (next === 'take') setPicks(allFrom('device', fields()))
    },
    entered,
    enter: (part) => setEntered((before) => ({ ...before, ...part })),
    fields,
    picks,
    pick(field, pick) {
      const { [field]: _before, ...others } = picks()
      setPicks(pick ? { ...others, [field]: pick } : others)
      const action = picked()?.action
      setKey(action === 'take-server' ? 'keep' : action === 'take-device' ? 'take' : 'pick')
    },
    choice,
    preview,
  }
}

function enteredValue(
  { needs, value = {}, fields = [] }: Option,
  { tag, serial, count, holder, righted }: Entered,
): JsonObject | undefined {
  switch (needs) {
    case 'tag':
      return { ...value, tagCode: tag.trim() }
    case 'serial':
      return serial.trim() === '' ? {} : { serial: serial.trim() }
    case 'count':
      return count.trim() === '' ? {} : { quantity: wholeNumber(count) ?? count.trim() }
    case 'holder':
      return { status: 'checked_out', ...(holder ? { holderId: holder.id } : {}) }
    case 'loser':
      return { status: 'lost', ...(holder ? { holderId: holder.id } : {}) }
    case 'fields':
      // What can't be stored says so at its field, and nothing is decided until it can.
      return rightedValue(fields, righted) ?? {}
    case undefined:
      return Object.keys(value).length > 0 ? value : undefined
  }
}
