import { type AnyDocument, commonFields, type Definition, fieldEntries } from './collections/definition.ts'

/** Whether a document says nothing but its id: what is left of one whose person was erased. */
export function saysNothing(definition: Definition, document: AnyDocument): boolean {
  return fieldEntries(definition).every(([name, field]) => {
    if (name in commonFields) return true
    if (!field.required) return document[name] === undefined
    return field.type !== 'text' || document[name] === ''
  })
}
