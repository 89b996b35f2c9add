import { hash } from 'node:crypto'
import { mayUpdate } from '../../shared/access.ts'
import type { Definition } from '../../shared/collections/definition.ts'
import { sameJson } from '../../shared/json.ts'
import { changedFields } from '../../shared/merge.ts'
import { type MergeFields, mergeFieldsOf } from '../../shared/merge-document/contents.ts'
import { encodedGroup } from '../../shared/merge-document/limits.ts'
import type { MergeOutcome, MergeTask } from '../../shared/merge-document/merge-task.ts'
import type { PushRow } from '../../shared/protocol.ts'
import type { Issue } from '../../shared/validate.ts'
import type { Needs } from '../sync/needs.ts'
import type { Merging } from '../sync/push-context.ts'
import type { Sender } from '../sync/sender.ts'
import type { Unit } from '../sync/unit.ts'
import { createLane, type LaneOptions, Overdue } from './lane.ts'
import { fieldsAfter, type ResolveWork, type WorkResult } from './work.ts'

/** Verdicts that are remembered: what was refused is sent again by a device that did not hear of it. */
const MOST_VERDICTS = 2_000

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
  const verdicts = new Map<string, Issue | undefined>()
  const known = new WeakMap<Unit, Known>()
  const doneFor = new WeakMap<Needs, Map<string, MergeOutcome>>()

  function remember(document: string, issue: Issue | undefined) {
    const [oldest] = verdicts.size >= MOST_VERDICTS ? verdicts.keys() : []
    if (oldest !== undefined) verdicts.delete(oldest)
    verdicts.set(nameOf(document), issue)
  }

  /** What was found in each of them. It is of this call alone: what others bring meanwhile may push out what is remembered. */
  async function check(
    definition: Definition,
    documents: readonly string[],
  ): Promise<ReadonlyMap<string, Issue | undefined>> {
    const found = new Map<string, Issue | undefined>()
    const limits = encodedGroup(definition)?.limits
    if (!limits) return found
    const unseen: string[] = []
    for (const document of documents) {
      const name = nameOf(document)
      if (verdicts.has(name)) found.set(document, verdicts.get(name))
      else unseen.push(document)
    }
    const take = (results: readonly WorkResult[]) => {
      for (const [index, { issue }] of results.entries()) {
        const document = unseen[index] ?? ''
        found.set(document, issue)
        remember(document, issue)
      }
    }
    try {
      take(await checks.run(unseen.map((document) => ({ kind: 'check', limits, document }))))
    } catch (error) {
      if (error instanceof Overdue) take(error.results)
      throw error
    }
    return found
  }

  function knownIn(unit: Unit): Known {
    const found = known.get(unit) ?? { outcomes: new Map(), left: new Map() }
    known.set(unit, found)
    return found
  }

  return {
    async check(definition, sender, rows) {
      const changing = changingRows(definition, sender, rows)
      if (changing.length === 0) return () => undefined
      // It is there by the time the commit has read what it needs.
      merges.warm()
      const issues = await check(definition, broughtBy(definition, changing))
      return (document) => issues.get(document)
    },
    participant: {
      async load(_transaction, needs, unit) {
        if (needs.merges.size === 0) return
        const done = doneFor.get(needs) ?? new Map<string, MergeOutcome>()
        doneFor.set(needs, done)
        const open = [...needs.merges].filter(([key]) => !done.has(key))
        const list = workOf(open, needs.merges, done)
        for (const [index, { outcome }] of (await merges.run(list)).entries()) {
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
      const assumed = outcome ?? { fields: { ...task.stored, ...task.sent, merge: key }, lost: [] }
      left.set(at, { key, fields: fieldsAfter(task, assumed) })
      return assumed
    },
    async close() {
      await Promise.all([checks.close(), merges.close()])
    },
  }
}

function nameOf(document: string): string {
  return hash('sha256', document, 'base64')
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

/** Rows that change the group and are somebody's who may write to it. */
function changingRows(
  definition: Definition,
  { subject }: Sender,
  rows: readonly PushRow[],
): readonly PushRow[] {
  const group = encodedGroup(definition)?.name
  if (group === undefined) return []
  const mayWrite =
    definition.access.create.includes(subject.role) || mayUpdate(definition, subject.role, group)
  if (!mayWrite) return []
  return rows.filter(({ newDocumentState: sent, assumedMasterState: base }) => {
    if (base === undefined && sent.merge === undefined) return false
    return changedFields(definition, group, base, sent).length > 0
  })
}

/** The encoded documents of rows: the new ones, and those that they are changes of. What is longer than may be is no document. */
function broughtBy(definition: Definition, rows: readonly PushRow[]): readonly string[] {
  const longest = encodedGroup(definition)?.limits.merge.maxLength ?? 0
  const versions = rows.flatMap(({ newDocumentState: sent, assumedMasterState: base }) => [sent, base])
  const documents = versions.flatMap((version) => mergeFieldsOf(version).merge ?? [])
  return [...new Set(documents)].filter((document) => document.length <= longest)
}
