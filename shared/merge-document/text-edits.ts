/** A stretch of a text's words that is replaced; places and lengths count words. */
interface Hunk {
  readonly at: number
  readonly removed: number
  readonly inserted: readonly string[]
}

/** A word, a run of blanks, or one other character: what is typed as a whole stays whole. */
const wordForm = /[\p{L}\p{N}\p{M}_]+|[^\S\n]+|./gsu

/** Above this many comparisons a stretch is replaced as a whole. */
const MOST_COMPARISONS = 1_000_000

function wordsOf(text: string): readonly string[] {
  return text.match(wordForm) ?? []
}

/**
 * What was replaced between two texts, by whole words. A difference by characters would be shorter, but puts new words
 * together of the letters of old ones; where somebody else deletes those, half a word would stay.
 */
function hunksBetween(before: readonly string[], after: readonly string[]): readonly Hunk[] {
  let end = 0
  return differencesBetween(before, after).map((hunk) => {
    const moved = hunk.removed === 0 ? toStartOfTyping(before, hunk, end) : hunk
    end = hunk.at + hunk.removed
    return moved
  })
}

/**
 * The same insertion at the place where somebody begins to type it, where it could stand at several: "(new) " before "(old)", and
 * not "new) (" behind its bracket, which would fall apart where somebody else takes "(old)" away. `from`: not before this place.
 */
function toStartOfTyping(before: readonly string[], hunk: Hunk, from: number): Hunk {
  const isStart = (at: number) => at === 0 || /^\s/u.test(before[at - 1] ?? '')
  let { at, inserted } = hunk
  // What is added at the end is typed there.
  if (at === before.length || isStart(at)) return hunk
  for (
    let last = inserted.at(-1);
    at > from && last !== undefined && last === before[at - 1];
    last = inserted.at(-1)
  ) {
    at -= 1
    inserted = [last, ...inserted.slice(0, -1)]
    if (isStart(at)) return { at, removed: 0, inserted }
  }
  return hunk
}

function differencesBetween(before: readonly string[], after: readonly string[]): readonly Hunk[] {
  let start = 0
  while (start < before.length && start < after.length && before[start] === after[start]) start += 1
  let end = 0
  const most = Math.min(before.length, after.length) - start
  while (end < most && before[before.length - 1 - end] === after[after.length - 1 - end]) end += 1
  const old = before.slice(start, before.length - end)
  const fresh = after.slice(start, after.length - end)
  if (old.length === 0 && fresh.length === 0) return []
  if (old.length === 0 || fresh.length === 0) return [{ at: start, removed: old.length, inserted: fresh }]
  if (old.length * fresh.length > MOST_COMPARISONS) return [wholeTyping(before, after, start, end)]
  return byLongestCommon(old, fresh, start)
}

/**
 * One replacement between a common `start` and a common `end`, from where somebody begins to type to where that ends: a bracket
 * that both texts happen to have there belongs to the words beside it, which would stand without it beside those of somebody else.
 */
function wholeTyping(before: readonly string[], after: readonly string[], start: number, end: number): Hunk {
  const isBlank = (word: string | undefined) => word === undefined || /^\s/u.test(word)
  let at = start
  while (at > 0 && !isBlank(before[at - 1])) at -= 1
  let left = end
  while (left > 0 && !isBlank(before[before.length - left])) left -= 1
  return { at, removed: before.length - left - at, inserted: after.slice(at, after.length - left) }
}

/** By a longest common sequence of the words; blanks alone are no reason to keep a stretch together. */
function byLongestCommon(old: readonly string[], fresh: readonly string[], offset: number): readonly Hunk[] {
  const width = fresh.length + 1
  const lengths = new Uint32Array((old.length + 1) * width)
  for (let i = old.length - 1; i >= 0; i -= 1) {
    for (let j = fresh.length - 1; j >= 0; j -= 1) {
      lengths[i * width + j] =
        old[i] === fresh[j]
          ? (lengths[(i + 1) * width + j + 1] ?? 0) + 1
          : Math.max(lengths[(i + 1) * width + j] ?? 0, lengths[i * width + j + 1] ?? 0)
    }
  }
  const hunks: Hunk[] = []
  let i = 0
  let j = 0
  while (i < old.length || j < fresh.length) {
    const [fromOld, fromFresh] = [i, j]
    while (
      (i < old.length || j < fresh.length) &&
      !(i < old.length && j < fresh.length && old[i] === fresh[j])
    ) {
      const skipOld = i < old.length ? (lengths[(i + 1) * width + j] ?? 0) : -1
      const skipFresh = j < fresh.length ? (lengths[i * width + j + 1] ?? 0) : -1
      if (skipOld >= skipFresh) i += 1
      else j += 1
    }
    if (i > fromOld || j > fromFresh)
      hunks.push({ at: offset + fromOld, removed: i - fromOld, inserted: fresh.slice(fromFresh, j) })
    i += 1
    j += 1
  }
  return hunks
}

/** Replacements that make `after` of `before`, from the last to the first; places and lengths in UTF-16 units. */
export function splicesBetween(
  before: string,
  after: string,
): readonly { readonly at: number; readonly removed: number; readonly inserted: string }[] {
  const words = wordsOf(before)
  const places = [0]
  for (const word of words) places.push((places.at(-1) ?? 0) + word.length)
  return hunksBetween(words, wordsOf(after))
    .map(({ at, removed, inserted }) => ({
      at: places[at] ?? 0,
      removed: (places[at + removed] ?? 0) - (places[at] ?? 0),
      inserted: inserted.join(''),
    }))
    .toReversed()
}

/**
 * What two made of one text: what either typed is in it, what either took away is not. What both typed at one place stands
 * there one after the other, once where it is the same; on lines of their own where there was nothing before.
 */
export function mergeTexts(base: string, one: string, other: string): string {
  if (one === other || other === base) return one
  if (one === base) return other
  if (base === '') return `${one}\n${other}`
  const words = wordsOf(base)
  const sides = [hunksBetween(words, wordsOf(one)), hunksBetween(words, wordsOf(other))]
  const removed = new Set<number>()
  const inserted = new Map<number, string[]>()
  for (const hunk of sides.flat()) {
    for (let at = hunk.at; at < hunk.at + hunk.removed; at += 1) removed.add(at)
    const text = hunk.inserted.join('')
    const here = inserted.get(hunk.at) ?? []
    if (text !== '' && !here.includes(text)) here.push(text)
    inserted.set(hunk.at, here)
  }
  const parts: string[] = []
  for (let at = 0; at <= words.length; at += 1) {
    parts.push(...(inserted.get(at) ?? []))
    if (!removed.has(at)) parts.push(words[at] ?? '')
  }
  return parts.join('')
}
