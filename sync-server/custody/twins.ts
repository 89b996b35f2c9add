import { type AnyDocument, typed } from '../../shared/collections/definition.ts'
import { meansSame } from '../../shared/means-same.ts'
import { isStorableText } from '../../shared/validate.ts'
import { needCode } from '../sync/needs.ts'
import type { Participant } from '../sync/participant.ts'
import type { Stored, Unit } from '../sync/unit.ts'
import type { CustodyCollections } from './collections.ts'

/** Fields by which two records may mean one thing, with their columns. */
const CODES = { tagCode: 'tag_code', serial: 'serial' } as const
export type CodeField = keyof typeof CODES
export const CODE_FIELDS: readonly CodeField[] = ['tagCode', 'serial']

const LONGEST_CODE = 500
/** How many things of one code are looked at; more than that carry a word that is no code. */
const MOST_TWINS = 20

/** Ids by field and code: what is stored, and what the unit made since. */
const known = new WeakMap<Unit, Map<string, Set<string>>>()

function twinsOf(unit: Unit): Map<string, Set<string>> {
  const found = known.get(unit)
  if (found) return found
  const made = new Map<string, Set<string>>()
  known.set(unit, made)
  return made
}

const keyOf = (field: CodeField, code: string) => `${field} ${code}`

function note(unit: Unit, field: CodeField, code: string, id: string) {
  const twins = twinsOf(unit)
  const ids = twins.get(keyOf(field, code))
  if (ids) ids.add(id)
  else twins.set(keyOf(field, code), new Set([id]))
}

/** Finds the stored things with a code that a commit writes. */
export function twinsParticipant({ equipment }: CustodyCollections): Participant {
  return {
    async load(transaction, needs, unit) {
      await Promise.all(
        CODE_FIELDS.map(async (field) => {
          const codes = [...(needs.codes.get(codeName(field)) ?? [])]
          if (codes.length === 0) return
          const rows = await transaction.unsafe<{ id: string; code: string }[]>(
            `select found.id, wanted.code from unnest($1::text[]) as wanted(code) cross join lateral (
               select id, created_at from ${equipment.name} where ${CODES[field]} = wanted.code and not deleted
               order by created_at, id limit ${MOST_TWINS}
             ) found`,
            [codes],
            { prepare: true },
          )
          for (const { id, code } of rows) note(unit, field, code, id)
        }),
      )
    },
    changed: () => false,
    write() {},
  }
}

/** The name under which the codes of a field are wanted. */
export function codeName(field: CodeField): string {
  return `equipment.${field}`
}

/** The code of a version, as it is stored and compared; of one that is not valid there is none. */
export function codeOf(document: AnyDocument | undefined, field: CodeField): string | undefined {
  const code = document?.[field]
  if (typeof code !== 'string' || code === '' || code.length > LONGEST_CODE) return undefined
  return isStorableText(code) ? code : undefined
}

/** Notes the codes of a thing that the unit stored, so that the next row of the same commit meets it. */
export function noteCodes(unit: Unit, document: AnyDocument) {
  for (const field of CODE_FIELDS) {
    const code = codeOf(document, field)
    if (code !== undefined) note(unit, field, code, document.id)
  }
}

/** The live things, other than itself, that carry this code, the one stored first before the others. */
export function twinsBy(
  unit: Unit,
  { equipment }: CustodyCollections,
  document: AnyDocument,
  field: CodeField,
): readonly Stored[] {
  const code = codeOf(document, field)
  if (code === undefined) return []
  const ids = twinsOf(unit).get(keyOf(field, code)) ?? []
  return [...ids]
    .filter((id) => id !== document.id)
    .flatMap((id) => unit.get(equipment, id) ?? [])
    .filter((stored) => !stored.deleted && codeOf(stored.document, field) === code)
    .toSorted((a, b) => firstStored(a.document, b.document))
}

/** Ids of the live things that carry this tag code. Asking makes the commit read them and decide again. */
export function thingsWithTag(
  unit: Unit,
  collections: CustodyCollections,
  tagCode: string,
): readonly string[] {
  unit.require((needs) => needCode(needs, codeName('tagCode'), tagCode))
  return twinsBy(unit, collections, { id: '', stamp: '', tagCode }, 'tagCode').map(
    ({ document }) => document.id,
  )
}

function firstStored(a: AnyDocument, b: AnyDocument): number {
  const [from, to] = [`${a.createdAt} ${a.id}`, `${b.createdAt} ${b.id}`]
  return from < to ? -1 : from > to ? 1 : 0
}

/** The record, stored first, that a thing which is to be created means too. */
export function survivorFor(
  unit: Unit,
  collections: CustodyCollections,
  document: AnyDocument,
): Stored | undefined {
  const thing = typed(collections.equipment, document)
  return CODE_FIELDS.flatMap((field) => twinsBy(unit, collections, document, field)).find((stored) =>
    meansSame(typed(collections.equipment, stored.document), thing),
  )
}
