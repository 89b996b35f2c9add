import { hash } from 'node:crypto'
import type { Definition } from '../../shared/collections/definition.ts'
import { sameJson } from '../../shared/json.ts'
import type { MergeFields } from '../../shared/merge-document/contents.ts'
import { encodedGroup } from '../../shared/merge-document/limits.ts'
import type { MergeOutcome, MergeTask } from '../../shared/merge-document/merge-task.ts'
import type { Needs } from '../sync/needs.ts'
import type { Merging } from '../sync/push-context.ts'
import type { Unit } from '../sync/unit.ts'
import { createDocumentChecks } from './document-checks.ts'
import { createLane, type LaneOptions } from './lane.ts'
import { fieldsAfter, type ResolveWork } from './work.ts'

interface Known {
  readonly outcomes: ReadonlyMap<string, MergeOutcome>
  /** Which merge left a document's group as it stands in the unit. */
  readonly left: Map<string, { readonly key: string; readonly fields: MergeFields }>
}

/**
 * Merges documents outside of the request's thread. What devices bring is looked into before a commit takes the school's
 * lock; what the commit then has to merge is wanted by the decisions, done between their rounds, and found by the next one.
 */
export function createMerging(options: LaneOptions = {}): Merging {
  const checks = createLane(options)
  const merges = createLane(options)
  const check = createDocumentChecks(checks)
  const known = new WeakMap<Unit, Known>()
  const doneFor = new WeakMap<Needs, Map<string, MergeOutcome>>()

  function knownIn(unit: Unit): Known {
    const found = known.get(unit) ?? { outcomes: new Map(), left: new Map() }
    known.set(unit, found)
    return found
  }

  return {
    warm: () => merges.warm(),
    async check(school, { subject }, definition, documents) {
      const limits = encodedGroup(definition)?.limits
      if (!limits || documents.length === 0) return new Map()
      return await check(limits, documents, { school, sender: subject.userId })
    },
    participant: {
      async load(_transaction, needs, unit, school) {
        if (needs.merges.size === 0) return
        const done = doneFor.get(needs) ?? new Map<string, MergeOutcome>()
        doneFor.set(needs, done)
        const open = [...needs.merges].filter(([key]) => !done.has(key))
        const list = workOf(open, needs.merges, done)
        for (const [index, { outcome }] of (await merges.run(list, { school })).entries()) {
          const key = open[index]?.[0]
          if (key !== undefined && outcome) done.set(key, outcome)
        }
        known.set(unit, { outcomes: done, left: new Map() })
      },
      changed: () => false,
      write() {},
    },
    outcome(unit, definition, id, task) {
      const { outcomes, left } = knownIn(unit)
      const at = `${definition.name} ${id}`
      const before = left.get(at)
      const after = before && sameJson(before.fields, task.stored) ? before.key : undefined
      const key = keyOf(definition, task, after)
      const outcome = outcomes.get(key)
      if (outcome === undefined) {
        const limits = encodedGroup(definition)?.limits
        if (limits) unit.want((needs) => void needs.merges.set(key, { limits, task, after }))
      }
      const said = task.onStored ? task.sent : { ...task.stored, ...task.sent }
      const assumed = outcome ?? { fields: { ...said, merge: key }, lost: [] }
      left.set(at, { key, fields: fieldsAfter(task, assumed) })
      return assumed
    },
    async close() {
      await Promise.all([checks.close(), merges.close()])
    },
  }
}

/** Names a merge by all that its result depends on; of what is stored by the merge that leaves it. */
function keyOf({ name }: Definition, task: MergeTask, after: string | undefined): string {
  const { stored, ...rest } = task
  return hash('sha256', JSON.stringify([name, after ?? stored, rest]), 'base64')
}

type Wanted = Needs['merges']

/** The list for the worker: merges of one document follow each other in it. */
function workOf(
  open: readonly (readonly [string, NonNullable<ReturnType<Wanted['get']>>])[],
  all: Wanted,
  done: ReadonlyMap<string, MergeOutcome>,
): readonly ResolveWork[] {
  const places = new Map(open.map(([key], index) => [key, index]))
  const states = new Map<string, MergeFields>()
  for (const [key, { task, after }] of all) {
    const outcome = done.get(key)
    const stored = after === undefined ? undefined : states.get(after)
    if (outcome) states.set(key, fieldsAfter(stored ? { ...task, stored } : task, outcome))
  }
  return open.map(([, { limits, task, after }]) => {
    const place = after === undefined ? undefined : places.get(after)
    if (place !== undefined) return { kind: 'resolve', limits, task, after: place }
    const stored = after === undefined ? undefined : states.get(after)
    return { kind: 'resolve', limits, task: stored ? { ...task, stored } : task }
  })
}
