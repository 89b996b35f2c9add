import type { Equipment } from '../../../../shared/collections/equipment.ts'
import type { Person } from '../../../../shared/collections/people.ts'
import { type Catalogue, openedCatalogue } from '../../db/catalogue.ts'
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

async function personOf(badge: string): Promise<Person | undefined> {
  return mostActive(await findDocuments('people', { selector: { badgeCode: badge } }))
}

/** As they are stored now: the scan before this one may have moved them. */
async function thingsOf(catalogue: Catalogue, tag: string): Promise<readonly Equipment[]> {
  const tagged = await catalogue.allByTag(tag)
  const stored = await Promise.all(tagged.map(({ id }) => findDocument('equipment', id)))
  return stored.filter((thing) => thing !== undefined)
}

/**
 * Looks a code up among badges and tags. Where it is both, `first` decides: without a person chosen a person is wanted,
 * with one a thing.
 */
export async function resolveCode(code: ScannedCode, first: 'person' | 'thing'): Promise<Resolved> {
  const catalogue = await openedCatalogue()
  for (const candidate of code.candidates) {
    const [person, things] =
      first === 'person'
        ? await Promise.all([personOf(candidate), thingsOf(catalogue, candidate)])
        : [undefined, await thingsOf(catalogue, candidate)]
    if (person) return { kind: 'person', person }
    if (things.length > 0) return { kind: 'things', things }
    const other = first === 'thing' ? await personOf(candidate) : undefined
    if (other) return { kind: 'person', person: other }
  }
  return { kind: 'unknown' }
}
