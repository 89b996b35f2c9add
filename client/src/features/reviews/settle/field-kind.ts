import type { Field } from '../../../../../shared/collections/field.ts'
import type { Json } from '../../../../../shared/json.ts'
import { isCollectionName, registry } from '../../../../../shared/registry.ts'
import { validateField } from '../../../../../shared/validate.ts'
import type { FormIssue } from '../../../forms/issue-text.ts'
import { centsOf, dollarsOf, wholeNumber } from '../../../forms/typed-numbers.ts'

/** The field's definition, where a value of it can be entered in one control. */
export function editableField(collection: string, name: string): Field | undefined {
  if (!isCollectionName(collection)) return undefined
  const field: Field | undefined = Object.entries(registry[collection].fields).find(
    ([one]) => one === name,
  )?.[1]
  if (!field || field.server) return undefined
  return SIMPLE.includes(field.type) && !(field.type === 'id' && !(name in CHOSEN_FROM)) ? field : undefined
}

const SIMPLE: readonly Field['type'][] = ['text', 'date', 'integer', 'boolean', 'choice', 'id']

/** What an id is chosen from. */
export const CHOSEN_FROM: Readonly<Record<string, 'teams' | 'locations' | 'categories'>> = {
  teamId: 'teams',
  homeLocationId: 'locations',
  locationId: 'locations',
  categoryId: 'categories',
}

/** What was typed as the field's value, null where it is empty, or what is wrong with it. */
export function typedValue(name: string, field: Field, text: string): { value: Json } | { issue: FormIssue } {
  const plain = text.trim()
  if (plain === '') return field.required ? { issue: { field: name, code: 'required' } } : { value: null }
  let value: Json | undefined = plain
  if (field.type === 'boolean') value = plain === 'true'
  if (field.type === 'integer') {
    const money = name.endsWith('Cents')
    value = money ? centsOf(plain) : wholeNumber(plain)
    if (value === undefined) return { issue: { field: name, code: money ? 'not-money' : 'not-a-number' } }
  }
  const issue = validateField(name, field, value)
  return issue ? { issue } : { value }
}

/** A value as it stands in the control. */
export function textOfValue(name: string, value: unknown): string {
  if (value === undefined || value === null) return ''
  // Of what was refused a value may be anything, and not even be possible to make a text of.
  if (typeof value === 'object') return JSON.stringify(value)
  return typeof value === 'number' && name.endsWith('Cents') ? dollarsOf(value) : String(value)
}
