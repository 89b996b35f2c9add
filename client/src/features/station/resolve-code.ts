import type { Equipment } from '../../../../shared/collections/equipment.ts'
import type { Person } from '../../../../shared/collections/people.ts'
import { openedCatalogue } from '../../db/catalogue.ts'
import { findDocument, findDocuments } from '../../db/query.ts'
import type { ScannedCode } from '../../scan/scanned-code.ts'

/** Whom or what a code belongs to on this device. */
export type Resolved =
  | { readonly kind: 'person'; readonly person: Person }
  | { readonly kind: 'things'; readonly things: readonly Equipment[] }
  | { readonly kind: 'unknown' }

/** Of people who share a badge code (a card that was given on), those who are active come first. */
function mostActive(people: readonly Person[]): Person | undefined {
  return people.find((person) => person.active) ?? people[0]
}

/**
 * Looks a code up among badges and tags. Where it is both, `first` decides: without a person chosen a person is wanted,
 * with one a thing.
 */
export async function resolveCode(code: ScannedCode, first: 'person' | 'thing'): Promise<Resolved> {
  const catalogue = await openedCatalogue()
  for (const candidate of code.candidates) {
    const [people, tagged] = await Promise.all([
      findDocuments('people', { selector: { badgeCode: candidate } }),
      catalogue.allByTag(candidate),
    ])
    const person = mostActive(people)
    if (person && (first === 'person' || tagged.length === 0)) return { kind: 'person', person }
    if (tagged.length > 0) {
      // As it is stored now: the scan before this one may have moved it.
      const stored = await Promise.all(tagged.map((thing) => findDocument('equipment', thing.id)))
      const things = stored.filter((thing) => thing !== undefined)
      if (things.length > 0) return { kind: 'things', things }
    }
  }
  return { kind: 'unknown' }
}
