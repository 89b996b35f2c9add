import { sameJson } from '../json.ts'
import type { Handle } from './automerge.ts'
import { customValues } from './document-contents.ts'
import { CUSTOM } from './first-change.ts'
import type { Lost } from './merge-task.ts'

export type Conflicts = ReadonlyMap<string, ReturnType<typeof customValues>>

/** Keys under which several different values stand, of which only one is shown. */
export function conflictsOf(handle: Handle): Conflicts {
  return new Map(handle.keys(CUSTOM).map((key) => [key, customValues(handle, key)]))
}

/** Values that stopped being shown without their writer's knowing. */
export function newlyLost(before: Conflicts, after: Conflicts): readonly Lost[] {
  const sides = new Set<Lost['side']>()
  for (const [key, values = []] of after) {
    const shown = values.at(-1)
    const known = new Set(before.get(key)?.map(({ id }) => id))
    const hidden = values.filter(({ value }) => !sameJson(value, shown?.value))
    if (!shown || hidden.length === 0 || values.every(({ id }) => known.has(id))) continue
    sides.add(known.has(shown.id) ? 'device' : 'server')
  }
  return [...sides].map((side) => ({ field: 'custom', side }))
}
