import type { Equipment } from '../../../shared/collections/equipment.ts'

const beyondAscii = /[^ -~\n]/

/** Text as it is searched: lower case, without accents, so that "munoz" finds "Muñoz". */
export function searchable(text: string): string {
  // Nearly everything is ASCII already and needs no decomposition.
  const plain = beyondAscii.test(text) ? text.normalize('NFD').replace(/\p{M}+/gu, '') : text
  return plain.toLowerCase()
}

/** A word to look for, with the forms in which it counts for more. */
export interface SearchWord {
  readonly anywhere: string
  /** As a whole part: the tag code, the jersey number. */
  readonly whole: string
  /** At the beginning of a part. */
  readonly first: string
  /** At the beginning of a word. */
  readonly begins: string
}

export function searchWords(text: string): readonly SearchWord[] {
  return searchable(text)
    .split(/\s+/)
    .filter((word) => word !== '')
    .map((word) => ({ anywhere: word, whole: `\n${word}\n`, first: `\n${word}`, begins: ` ${word}` }))
}

/** All by which a thing is found, each part between line breaks, so that a part's beginning and end can be told. */
export function haystackOf(thing: Equipment, holderName: string): string {
  const {
    name,
    tagCode = '',
    serial = '',
    jerseyNumber = '',
    size = '',
    manufacturer = '',
    model = '',
    tags,
  } = thing
  const fixed = `\n${name}\n${tagCode}\n${serial}\n${jerseyNumber}\n${size}\n${manufacturer}\n${model}\n${holderName}\n`
  return searchable(tags && tags.length > 0 ? `${fixed}${tags.join('\n')}\n` : fixed)
}

/** How well a haystack matches: 0 not at all, since every word must be found; more the more of a part a word is. */
export function matchScore(haystack: string, words: readonly SearchWord[]): number {
  let score = 0
  for (const { anywhere, whole, first, begins } of words) {
    const at = haystack.indexOf(anywhere)
    if (at < 0) return 0
    // No part begins with the word before the first place where it stands at all.
    const from = at - 1
    if (haystack.indexOf(first, from) >= 0) score += haystack.indexOf(whole, from) >= 0 ? 8 : 4
    else score += haystack.indexOf(begins, from) >= 0 ? 2 : 1
  }
  return score
}

/** Text by which things are sorted: numbers in it by their value, so that "Helmet 9" comes before "Helmet 10". */
export function sortKey(thing: Equipment): string {
  const padded = searchable(`${thing.name}\n${thing.tagCode ?? ''}`).replace(/\d+/g, (digits) =>
    digits.padStart(8, '0'),
  )
  return `${padded}\n${thing.id}`
}
