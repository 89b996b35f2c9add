import { type Condition, type Equipment, equipment } from '../../../../../shared/collections/equipment.ts'
import { validateField } from '../../../../../shared/validate.ts'
import type { FormIssue } from '../../../forms/issue-text.ts'
import { centsOf, dollarsOf, wholeNumber } from '../../../forms/typed-numbers.ts'

/** What stands in the form, as it was typed; '' where there is nothing. */
export interface EquipmentDraft {
  kind: 'serialized' | 'bulk'
  name: string
  tagCode: string
  serial: string
  categoryId: string
  manufacturer: string
  model: string
  size: string
  jerseyNumber: string
  teamId: string
  homeLocationId: string
  purchaseDate: string
  /** Dollars. */
  price: string
  warrantyUntil: string
  recertifyBy: string
  retireBy: string
  /** How many there are of a counted thing, when it is added; later the ledger counts. */
  quantity: string
  condition: Condition | ''
  notes: string
}

/** Fields whose draft is their text. */
const TEXTS = [
  'name',
  'tagCode',
  'serial',
  'categoryId',
  'manufacturer',
  'model',
  'size',
  'jerseyNumber',
  'teamId',
  'homeLocationId',
  'purchaseDate',
  'warrantyUntil',
  'recertifyBy',
  'retireBy',
  'notes',
] as const

/** Fields of one physical thing: a counted thing has none of them. */
const ONLY_SERIALIZED: readonly string[] = ['serial', 'jerseyNumber']

type Fields = { readonly [F in keyof Equipment]?: Equipment[F] | undefined }

export const blankDraft: EquipmentDraft = {
  kind: 'serialized',
  name: '',
  tagCode: '',
  serial: '',
  categoryId: '',
  manufacturer: '',
  model: '',
  size: '',
  jerseyNumber: '',
  teamId: '',
  homeLocationId: '',
  purchaseDate: '',
  price: '',
  warrantyUntil: '',
  recertifyBy: '',
  retireBy: '',
  quantity: '',
  condition: '',
  notes: '',
}

export function draftOf(thing: Equipment): EquipmentDraft {
  const draft: EquipmentDraft = { ...blankDraft, kind: thing.kind, condition: thing.condition ?? '' }
  for (const field of TEXTS) draft[field] = thing[field] ?? ''
  draft.price = thing.purchasePriceCents === undefined ? '' : dollarsOf(thing.purchasePriceCents)
  return draft
}

/** The next of its kind: all that things of one purchase have in common, nothing that is on one of them alone. */
export function another(draft: EquipmentDraft): EquipmentDraft {
  return { ...draft, tagCode: '', serial: '', jerseyNumber: '', quantity: '', notes: '' }
}

/**
 * The draft as fields of a document, empty ones undefined, with all that cannot be stored. `quantity` is for the ledger
 * and no field of the document that a form writes.
 */
export function fieldsOf(draft: EquipmentDraft): {
  readonly fields: Fields
  readonly quantity: number | undefined
  readonly issues: readonly FormIssue[]
} {
  const issues: FormIssue[] = []
  const texts: { [F in (typeof TEXTS)[number]]?: string | undefined } = {}
  for (const field of TEXTS) {
    const hidden = draft.kind === 'bulk' && ONLY_SERIALIZED.includes(field)
    const text = hidden ? '' : draft[field].trim()
    texts[field] = text === '' ? undefined : text
    const definition = equipment.fields[field]
    if (text === '') {
      if (definition.required) issues.push({ field, code: 'required' })
      continue
    }
    const wrong = validateField(field, definition, text)
    if (wrong) issues.push(wrong)
  }
  const cents = draft.price.trim() === '' ? undefined : centsOf(draft.price)
  if (draft.price.trim() !== '' && cents === undefined) issues.push({ field: 'price', code: 'not-money' })
  const priceIssue =
    cents === undefined ? undefined : validateField('price', equipment.fields.purchasePriceCents, cents)
  if (priceIssue)
    issues.push({
      ...priceIssue,
      ...(priceIssue.limit === undefined ? {} : { limit: priceIssue.limit / 100 }),
    })

  let quantity: number | undefined
  if (draft.kind === 'bulk' && draft.quantity.trim() !== '') {
    quantity = wholeNumber(draft.quantity)
    if (quantity === undefined) issues.push({ field: 'quantity', code: 'not-a-number' })
    else if (quantity < 0) issues.push({ field: 'quantity', code: 'out-of-range', limit: 0 })
    else if (quantity > 1_000_000) issues.push({ field: 'quantity', code: 'out-of-range', limit: 1_000_000 })
  }
  const { name, ...rest } = texts
  return {
    issues,
    quantity,
    fields: {
      ...(name === undefined ? {} : { name }),
      ...rest,
      kind: draft.kind,
      purchasePriceCents: cents,
      condition: draft.condition === '' ? undefined : draft.condition,
    },
  }
}

/**
 * Only what was changed in the form, against what the form showed at first: what somebody else changed meanwhile stays as
 * they left it. Emptied fields are named with undefined.
 */
export function changesBetween(start: EquipmentDraft, now: EquipmentDraft): Fields {
  const before = new Map<string, unknown>(Object.entries(fieldsOf(start).fields))
  const after = Object.entries(fieldsOf(now).fields)
  return Object.fromEntries(after.filter(([field, value]) => before.get(field) !== value))
}
