import type { AnyDocument, Definition } from '../../../shared/collections/definition.ts'
import { asJson, type Json, sameJson } from '../../../shared/json.ts'
import { contentsOf, mergeFieldsOf, projectionOf } from '../../../shared/merge-document/contents.ts'
import { encodedGroup } from '../../../shared/merge-document/limits.ts'
import { threeWay } from '../../../shared/merge-document/three-way.ts'
import type { CollectionName } from '../../../shared/registry.ts'

type Values = Readonly<Record<string, unknown>>

/** A field that somebody else changed while a person was changing it too; null: no value. */
export interface Meanwhile {
  readonly field: string
  /** Of the school's own fields, which one. */
  readonly key?: string
  readonly there: Json
  readonly mine: Json
}

/** What a person wrote over was never shown to them. Nothing was written: they see both values and say which it is. */
export class ChangedMeanwhileError extends Error {
  override name = 'ChangedMeanwhileError'
  readonly collection: CollectionName
  readonly fields: readonly Meanwhile[]

  constructor(collection: CollectionName, fields: readonly Meanwhile[]) {
    super(`Changed meanwhile: ${fields.map(({ field }) => field).join(', ')}.`)
    this.collection = collection
    this.fields = fields
  }
}

/**
 * What is to be written of `changes`, which a person made looking at `shown`, onto `current`: of notes, tags and custom fields
 * what came meanwhile stays beside their words. `both` has what can't stand side by side.
 */
export function ontoCurrent(
  definition: Definition,
  current: AnyDocument,
  shown: Values,
  changes: Values,
): { readonly fields: Values; readonly both: readonly Meanwhile[] } {
  const merged = Object.keys(changes).filter(
    (field) => field in shown && definition.fields[field]?.group === encodedGroup(definition)?.name,
  )
  const beside = merged.length > 0 ? besideWhatCame(current, shown, changes) : undefined
  const both = Object.keys(changes).flatMap((field): readonly Meanwhile[] => {
    if (!(field in shown) || merged.includes(field)) return []
    const [before, there, mine] = [shown, current, changes].map((values) => asJson(values[field]))
    if (before === undefined || there === undefined || mine === undefined) return []
    return sameJson(there, before) || sameJson(there, mine) ? [] : [{ field, there, mine }]
  })
  return {
    fields: { ...changes, ...Object.fromEntries(merged.map((field) => [field, beside?.fields[field]])) },
    both: [...both, ...(merged.includes('custom') ? (beside?.both ?? []) : [])],
  }
}

function besideWhatCame(current: AnyDocument, shown: Values, changes: Values) {
  const of = (values: Values) => contentsOf(mergeFieldsOf(values))
  const [typed, there] = [of({ ...shown, ...changes }), of(current)]
  const { contents, lost } = threeWay(of(shown), typed, there)
  const fields: Values = { ...projectionOf(contents) }
  const both = lost.map(
    (key): Meanwhile => ({
      field: 'custom',
      key,
      there: asJson(there.custom.get(key)),
      mine: asJson(typed.custom.get(key)),
    }),
  )
  return { fields, both }
}
