import type { Equipment } from '../../../shared/collections/equipment.ts'

/** Text as it is searched: lower case, without accents, so that "munoz" finds "Muñoz". */
export function searchable(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
}

export function searchWords(text: string): readonly string[] {
  return searchable(text)
    .split(/\s+/)
    .filter((word) => word !== '')
}

/** All by which a thing is found, each part after a line break, so that a part's beginning can be told. */
export function haystackOf(thing: Equipment, holderName: string): string {
  const parts = [
    thing.name,
    thing.tagCode,
    thing.serial,
    thing.jerseyNumber,
    thing.size,
    thing.manufacturer,
    thing.model,
    holderName,
    ...(thing.tags ?? []),
  ]
  return searchable(`\n${parts.filter((part) => part !== undefined && part !== '').join('\n')}`)
}

/**
 * How well a haystack matches: 0 not at all, since every word must be found; more for the beginning of a part or of a
 * word, most for a whole part (the tag code, the jersey number).
 */
export function matchScore(haystack: string, words: readonly string[]): number {
  let score = 0
  for (const word of words) {
    if (!haystack.includes(word)) return 0
    if (haystack.includes(`\n${word}\n`) || haystack.endsWith(`\n${word}`)) score += 8
    else if (haystack.includes(`\n${word}`)) score += 4
    else if (haystack.includes(` ${word}`)) score += 2
    else score += 1
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
