import { sameJson } from '../json.ts'
import { changeActor, deviceActors } from './actors.ts'
import { type AutomergeApi, commit, type Handle, withHandles } from './automerge.ts'
import { type Contents, contentsOf, EMPTY, isEmpty, type MergeFields, projectionOf } from './contents.ts'
import { conflictsOf, newlyLost } from './custom-conflicts.ts'
import { readContents, writeContents } from './document-contents.ts'
import { encodeResult } from './encode-result.ts'
import { FIRST_CHANGE } from './first-change.ts'
import { sameGeneration } from './generation.ts'
import { sameEncoded } from './heads.ts'
import { contentsIssue, type MergeLimits } from './limits.ts'
import type { Lost, MergeOutcome, MergeTask } from './merge-task.ts'
import { hasChanges, openDocument } from './open-document.ts'
import { seedDocument } from './seed.ts'
import { type ThreeWay, threeWay } from './three-way.ts'

/** What a merge group becomes by one write [A1]. */
export function resolveMerge(api: AutomergeApi, limits: MergeLimits, task: MergeTask): MergeOutcome {
  return withHandles((keep) => {
    const stored = keep(documentOf(api, task.stored))
    const before = conflictsOf(stored)
    const lost = task.joins ? join(api, limits, task, stored) : takeIn(api, task, stored, keep)
    const contents = contentsIn(stored)
    const issue = contentsIssue(limits, contents)
    if (issue) return { issue }
    return {
      fields: { ...projectionOf(contents), ...encodeResult(api, limits, task, stored, contents) },
      lost: [...lost, ...newlyLost(before, conflictsOf(stored))],
    }
  })
}

/** The encoded document, or, where there is none yet, the one that every other maker would make of the projection. */
function documentOf(api: AutomergeApi, fields: MergeFields): Handle {
  const opened = fields.merge === undefined ? undefined : openDocument(api, fields.merge)
  return opened ?? seedDocument(api, contentsOf(fields))
}

function contentsIn(handle: Handle): Contents {
  const contents = readContents(handle)
  if (!contents) throw new Error('a merge document is not of its shape')
  return contents
}

type Keep = <H extends Handle>(handle: H) => H

function takeIn(api: AutomergeApi, task: MergeTask, stored: Handle, keep: Keep): readonly Lost[] {
  const { sent } = task
  if (task.onStored) return applyDifference(task, stored, contentsIn(stored), contentsOf(sent))
  const base = task.own ? ownBase(task) : task.base
  // Also where what is stored is the sender's own, and lacks the document that its base had: a restore lost it.
  if (sent.merge === undefined || sameEncoded(sent.merge, task.base?.merge)) {
    const document = keep(documentOf(api, (task.own ? task.stored : base) ?? {}))
    return applyProjection(task, stored, document, base && contentsOf(base))
  }
  const document = keep(documentOf(api, sent))
  // It brings nothing new: what its sender changed since is what the projection says beside it.
  if (hasChanges(stored, document.getHeads()))
    return applyProjection(task, stored, document, contentsIn(document))
  if (sameGeneration(document, stored)) {
    stored.merge(document)
    return []
  }
  const known = base ? contentsIn(keep(documentOf(api, base))) : EMPTY
  return applyDifference(task, stored, known, contentsIn(document))
}

/** The difference between what the sender knew and its projection, applied at the version of the document that it knew. */
function applyProjection(
  task: MergeTask,
  stored: Handle,
  document: Handle,
  known: Contents | undefined,
): readonly Lost[] {
  const sent = contentsOf(task.sent)
  const heads = document.getHeads()
  const own = lastOwnChange(task, stored, heads)
  // Without a base the sender may have meant what is there: only of its own writes it knew.
  const blind = !known && own === undefined && !isEmpty(contentsIn(stored))
  if (blind || !hasChanges(stored, heads) || !sameGeneration(document, stored))
    return applyDifference(task, stored, known ?? EMPTY, sent)
  change(task, stored, own === undefined ? heads : [own], (there) =>
    threeWay(own === undefined ? (known ?? EMPTY) : there, there, sent),
  )
  return []
}

/**
 * The change that the server makes in a device's name, at a version of the document. It is the same whenever it is made,
 * and made once: after a restore devices send again what they had sent.
 */
function change(
  { deviceId, stamp }: MergeTask,
  document: Handle,
  heads: readonly string[],
  make: (there: Contents) => ThreeWay,
): readonly string[] {
  const actor = changeActor(deviceId, `server ${stamp}`)
  if (document.getChangesMeta([]).some((made) => made.actor === actor)) return []
  return withHandles((keep) => {
    const version = keep(document.fork(actor, [...heads]))
    const there = contentsIn(version)
    const { contents, lost } = make(there)
    writeContents(version, there, contents)
    commit(version)
    document.merge(version)
    return lost
  })
}

/** What is stored was known to the sender, which made it; what it left as its base says stays as it is stored. */
function ownBase({ stored, base, sent }: MergeTask): MergeFields {
  const unchanged = (['notes', 'tags', 'custom'] as const).filter((part) =>
    sameJson(base?.[part], sent[part]),
  )
  return { ...stored, ...Object.fromEntries(unchanged.map((part) => [part, sent[part]])) }
}

/**
 * The last change of the sender's own device that its base does not know: an edit that was made while the one before was
 * on its way comes with the old base, but was made on top of it [C4].
 */
function lastOwnChange(
  { deviceId, exact }: MergeTask,
  stored: Handle,
  since: readonly string[],
): string | undefined {
  const own = deviceActors(deviceId)
  if (exact || !hasChanges(stored, since)) return undefined
  return stored
    .getChangesMeta([...since])
    .filter(({ actor, hash }) => actor.startsWith(own) && hash !== FIRST_CHANGE)
    .at(-1)?.hash
}

/** For versions without a history in common, such as one that was compacted since. */
function applyDifference(task: MergeTask, stored: Handle, base: Contents, sent: Contents): readonly Lost[] {
  const lost = change(task, stored, stored.getHeads(), (there) => threeWay(base, there, sent))
  return lost.length > 0 ? [{ field: 'custom', side: 'device' }] : []
}

/**
 * Two records of one thing: what only one says is taken, notes of both stand below each other [S5]. Where both are too much
 * for one document the survivor's part stays, and a review keeps the other's.
 */
function join(api: AutomergeApi, limits: MergeLimits, task: MergeTask, stored: Handle): readonly Lost[] {
  const sent = withHandles((keep) => contentsIn(keep(documentOf(api, task.sent))))
  const left: Lost[] = []
  const lost = change(task, stored, stored.getHeads(), (there) => {
    const joined = threeWay(EMPTY, there, sent)
    const fitting = { ...there }
    for (const field of ['notes', 'tags', 'custom'] as const) {
      const part = { [field]: joined.contents[field] }
      if (contentsIssue(limits, { ...EMPTY, ...part })) left.push({ field, side: 'device' })
      else Object.assign(fitting, part)
    }
    return { contents: fitting, lost: joined.lost }
  })
  if (lost.length > 0 && !left.some(({ field }) => field === 'custom'))
    left.push({ field: 'custom', side: 'device' })
  return left
}
