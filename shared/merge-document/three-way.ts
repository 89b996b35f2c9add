import { sameJson } from '../json.ts'
import type { Contents, CustomValue } from './contents.ts'
import { mergeTexts } from './text-edits.ts'

export interface ThreeWay {
  readonly contents: Contents
  /** Keys that both sides changed to different values: the value of `stored` stays. */
  readonly lost: readonly string[]
}

/**
 * The difference between `base` and `sent` applied to `stored`, for versions that have no history in common. Words,
 * elements and keys of both sides stay; a value that one side changed outlives the other side's removal.
 */
export function threeWay(base: Contents, stored: Contents, sent: Contents): ThreeWay {
  const { custom, lost } = mergeMaps(base.custom, stored.custom, sent.custom)
  return {
    contents: {
      notes: mergeTexts(base.notes, stored.notes, sent.notes),
      tags: mergeSets(base.tags, stored.tags, sent.tags),
      custom,
    },
    lost,
  }
}

export function mergeSets(
  base: readonly string[],
  stored: readonly string[],
  sent: readonly string[],
): readonly string[] {
  const removed = new Set(base.filter((item) => !stored.includes(item) || !sent.includes(item)))
  return [...new Set([...stored, ...sent])].filter((item) => !removed.has(item)).sort()
}

export function mergeMaps(
  base: ReadonlyMap<string, CustomValue>,
  stored: ReadonlyMap<string, CustomValue>,
  sent: ReadonlyMap<string, CustomValue>,
): { readonly custom: ReadonlyMap<string, CustomValue>; readonly lost: readonly string[] } {
  const custom = new Map<string, CustomValue>()
  const lost: string[] = []
  for (const key of [...new Set([...stored.keys(), ...sent.keys()])].sort()) {
    const [before, theirs, ours] = [base.get(key), stored.get(key), sent.get(key)]
    const onlySent = sameJson(before, theirs)
    const value = onlySent ? ours : (theirs ?? (sameJson(before, ours) ? undefined : ours))
    if (value !== undefined) custom.set(key, value)
    const bothChanged = !onlySent && !sameJson(before, ours) && !sameJson(theirs, ours)
    if (bothChanged && theirs !== undefined && ours !== undefined) lost.push(key)
  }
  return { custom, lost }
}
