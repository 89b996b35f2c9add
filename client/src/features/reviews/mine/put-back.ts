import { type Json, sameJson } from '../../../../../shared/json.ts'
import {
  type Contents,
  contentsOf,
  mergeFieldsOf,
  projectionOf,
} from '../../../../../shared/merge-document/contents.ts'
import { mergeTexts, splicesBetween } from '../../../../../shared/merge-document/text-edits.ts'
import { mergeMaps, mergeSets, threeWay } from '../../../../../shared/merge-document/three-way.ts'

type Fields = Readonly<Record<string, unknown>>

const PARTS = ['notes', 'tags', 'custom'] as const

/**
 * Notes, tags and custom fields as they become when somebody has back what they made of `base`: their words, elements and
 * keys beside what others wrote since, and of one key their own value. Only those that this changes; null: it is empty then.
 */
export function putBack(base: Fields, mine: Fields, now: Fields): Readonly<Record<string, Json>> {
  const [before, written, there] = [contents(base), contents(mine), contents(now)]
  const next = fieldsOf({
    notes: wordsBack(before.notes, written.notes, there.notes),
    tags: mergeSets(before.tags, written.tags, there.tags),
    custom: mergeMaps(before.custom, written.custom, there.custom).custom,
  })
  const present = fieldsOf(there)
  return Object.fromEntries(
    PARTS.flatMap((part) => (sameJson(next[part], present[part]) ? [] : [[part, next[part]]])),
  )
}

/** What an earlier and a later write of one person began with together, had others written first what came between. */
export function commonBase(earlier: { readonly base: Fields; readonly sent: Fields }, base: Fields): Fields {
  return fieldsOf(threeWay(contents(earlier.sent), contents(earlier.base), contents(base)).contents)
}

/** Of custom fields only the keys that differ from what was there before. */
export function changedKeys(base: Json | undefined, mine: Json | undefined): Json {
  const [before, written] = [contents({ custom: base }).custom, contents({ custom: mine }).custom]
  return Object.fromEntries([...written].filter(([key, value]) => !sameJson(value, before.get(key))))
}

/**
 * A difference to the base alone would not do: where somebody wrote on right behind words that are still there, these would
 * stand there twice.
 */
function wordsBack(base: string, mine: string, now: string): string {
  if (now === base) return mine
  const own = insertedIn(base, mine)
  const all = own.map(([start, end]) => mine.slice(start, end)).join('')
  let text = mine
  let lost = ''
  for (const { at, removed, inserted } of splicesBetween(mine, now)) {
    const gone = own
      .map(([start, end]) => mine.slice(Math.max(start, at), Math.max(at, Math.min(end, at + removed))))
      .join('')
    const back = gone.trim() === '' ? '' : gone
    const apart = back === '' || inserted.trim() === '' ? '' : ' '
    text = `${text.slice(0, at)}${back}${apart}${inserted}${text.slice(at + removed)}`
    lost = back + lost
  }
  // What only added words, of which none is left, goes to its old place; what replaced some would be glued to what did so too.
  const added = splicesBetween(base, mine).every(({ removed }) => removed === 0)
  const nothingLeft = lost !== '' && withoutBlanks(lost) === withoutBlanks(all)
  return added && nothingLeft ? mergeTexts(base, mine, now) : text
}

function withoutBlanks(text: string): string {
  return text.replaceAll(/\s/gu, '')
}

/** From where to where a text says what the one before it did not. */
function insertedIn(before: string, after: string): readonly (readonly [number, number])[] {
  let moved = 0
  return splicesBetween(before, after)
    .toReversed()
    .map(({ at, removed, inserted }) => {
      const start = at + moved
      moved += inserted.length - removed
      return [start, start + inserted.length]
    })
}

function contents(fields: Fields): Contents {
  return contentsOf(mergeFieldsOf(fields))
}

function fieldsOf(of: Contents): Readonly<Record<(typeof PARTS)[number], Json>> {
  const { notes = null, tags = null, custom = null } = projectionOf(of)
  return { notes, tags, custom }
}
