import { laterStamp } from '../../../../../shared/clock.ts'
import { fieldEntries, typed } from '../../../../../shared/collections/definition.ts'
import { type Equipment, equipment } from '../../../../../shared/collections/equipment.ts'
import { transactions } from '../../../../../shared/collections/transactions.ts'
import { type Json, sameJson } from '../../../../../shared/json.ts'
import { isTellingSerial, meansSame } from '../../../../../shared/means-same.ts'
import {
  contentsOf,
  EMPTY,
  mergeFieldsOf,
  projectionOf,
} from '../../../../../shared/merge-document/contents.ts'
import { threeWay } from '../../../../../shared/merge-document/three-way.ts'
import type { Effect } from '../../../../../shared/reviews/decision.ts'

type Values = Readonly<Record<string, Json>>

/**
 * What the server makes of effects that create a thing which is there already: no second record, but a part of the one that was
 * stored first, which gets what it did not say, and the new one's moves [S5]. By a tag none comes here: a tag that another thing
 * has is refused.
 */
export async function joinedEffects(
  effects: readonly Effect[],
  withSerial: (serial: string) => Promise<readonly Equipment[]>,
): Promise<readonly Effect[]> {
  const survivors = new Map<string, Equipment>()
  for (const { collection, documentId, kind, after } of effects) {
    if (kind !== 'create' || collection !== equipment.name) continue
    const thing = typed(equipment, { ...after, id: documentId, stamp: '' })
    if (thing.serial === undefined || !isTellingSerial(thing.serial)) continue
    const survivor = (await withSerial(thing.serial)).find(
      (other) => other.id !== thing.id && meansSame(other, thing),
    )
    if (survivor) survivors.set(thing.id, survivor)
  }
  return effects.map((effect) => {
    const { collection, documentId, after = {} } = effect
    if (collection === equipment.name) return joined(effect, survivors.get(documentId))
    const survivor = survivors.get(String(after.equipmentId))
    if (collection !== transactions.name || !survivor) return effect
    return { ...effect, after: { ...after, equipmentId: survivor.id } }
  })
}

function joined(effect: Effect, survivor: Equipment | undefined): Effect {
  if (!survivor) return effect
  const after: Values = effect.after ?? {}
  const taken = fieldEntries(equipment)
    .filter(([name, { group }]) => after[name] !== undefined && group === 'catalogue')
    .map(([name]) => name)
    .filter((name) => Reflect.get(survivor, name) === undefined)
  const isFirst = after.condition !== undefined && survivor.condition === undefined
  if (isFirst || laterStamp(String(after.conditionStamp ?? ''), survivor.conditionStamp ?? ''))
    taken.push('condition')
  const merged = mergedFields(survivor, after)
  const of = (values: object) =>
    Object.fromEntries(
      [...taken, ...Object.keys(merged)].map((name): [string, Json] => [
        name,
        Reflect.get(values, name) ?? null,
      ]),
    )
  return {
    collection: effect.collection,
    documentId: survivor.id,
    kind: 'update',
    before: { ...of(survivor), name: survivor.name },
    after: of({ ...after, ...merged }),
  }
}

/** Of notes, tags and custom fields those that say more afterwards: what both say stays, notes stand below each other. */
function mergedFields(survivor: Equipment, after: Values): Values {
  const there = mergeFieldsOf(survivor)
  const { contents } = threeWay(EMPTY, contentsOf(there), contentsOf(mergeFieldsOf(after)))
  const { notes = '', tags = [], custom = {} } = projectionOf(contents)
  return Object.fromEntries(
    Object.entries({ notes, tags: [...tags], custom }).filter(
      ([name, value]) => !isEmpty(value) && !sameJson(value, Reflect.get(there, name)),
    ),
  )
}

function isEmpty(value: string | object): boolean {
  return typeof value === 'string' ? value === '' : Object.keys(value).length === 0
}
