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
  // Had back once, or written again by hand, they may stand at another place than a difference would find them at.
  const isAllIn = (there: string) => own.every((part) => stands(wholeWords(mine, part), mine, there))
  if (own.length > 0 && isAllIn(now)) return now
  const all = own.map(([start, end]) => mine.slice(start, end)).join('')
  let text = mine
  let lost = ''
  for (const { at, removed, inserted } of splicesBetween(mine, now)) {
    const gone = own
      .map(([start, end]) => [Math.max(start, at), Math.min(end, at + removed)] as const)
      .filter(([start, end]) => start < end)
    const words = gone.map(([start, end]) => mine.slice(start, end)).join('')
    const back = words.trim() === '' ? '' : words
    const [before, after] = [text.slice(0, at), text.slice(at + removed)]
    text = back === '' ? `${before}${inserted}${after}` : apart(mine, gone, [before, back, inserted, after])
    lost = back + lost
  }
  // What only added words, of which none is left, goes to its old place, unless it is glued to a word there; what replaced some
  // would be glued to what did so too.
  const added = splicesBetween(base, mine).every(({ removed }) => removed === 0)
  const nothingLeft = lost !== '' && withoutBlanks(lost) === withoutBlanks(all)
  const inPlace = added && nothingLeft ? mergeTexts(base, mine, now) : text
  return isAllIn(inPlace) ? inPlace : text
}

/** A part of a text with the whole words that it begins and ends in: a letter alone stands in any text. */
function wholeWords(text: string, [start, end]: readonly [number, number]): string {
  const part = text.slice(start, end)
  const before = /^\s/u.test(part) ? '' : (/\S*$/u.exec(text.slice(0, start))?.[0] ?? '')
  const after = /\s$/u.test(part) ? '' : (/^\S*/u.exec(text.slice(end))?.[0] ?? '')
  return `${before}${part}${after}`.trim()
}

/** Whether a text has some words as often as another one. */
function stands(words: string, there: string, text: string): boolean {
  return words === '' || countOf(words, text) >= countOf(words, there)
}

const LETTER = /[\p{L}\p{N}]/u

/** How often they stand by themselves: not within other words. */
function countOf(words: string, text: string): number {
  const isLetter = (at: number) => LETTER.test(text.charAt(at))
  let count = 0
  for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1)) {
    const [before, after] = [at - 1, at + words.length]
    const startsInside = isLetter(before) && LETTER.test(words.charAt(0))
    const endsInside = isLetter(after) && LETTER.test(words.charAt(words.length - 1))
    if (!startsInside && !endsInside) count += 1
  }
  return count
}

/** Puts words back between what is there: a word that stood by itself does so again, a letter stays at its word. */
function apart(
  mine: string,
  gone: readonly (readonly [number, number])[],
  [before, back, inserted, after]: readonly [string, string, string, string],
): string {
  const beginsWord = /^(?:|.*\s)$/su.test(mine.slice(0, gone[0]?.[0]))
  const endsWord = /^(?:|\s.*)$/su.test(mine.slice(gone.at(-1)?.[1]))
  const rest = `${inserted}${after}`
  const head = beginsWord ? gap(before, back) : ''
  const tail = endsWord || inserted.trim() !== '' ? gap(back, rest) : ''
  return `${before}${head}${back}${tail}${rest}`
}

function gap(left: string, right: string): string {
  return left === '' || right === '' || /\s$/u.test(left) || /^\s/u.test(right) ? '' : ' '
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
