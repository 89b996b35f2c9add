import type { Role } from '../roles.ts'
import { type Field, id, stamp, time } from './field.ts'

export type Fields = Readonly<Record<string, Field>>

/**
 * - `server-wins`: three-way per field; where both sides changed it the stored value stays and the loser is kept in a review
 * - `last-write-wins`: the whole group moves together, decided by the group's own stamp
 * - `merge`: nobody's edit is lost
 * - `append-only`: written once, never edited
 * - `server`: set by the server alone
 */
export type Policy = 'server-wins' | 'last-write-wins' | 'merge' | 'append-only' | 'server'

export interface Group {
  readonly policy: Policy
  /** The field that holds the group's stamp; for last-write-wins. */
  readonly stampField?: string
  /** Whether the value that lost is kept in a review; for last-write-wins. */
  readonly keepsLoser?: boolean
  /** The field that holds an encoded document, which is no text: two of them cannot be put together; for merge. */
  readonly encodedField?: string
  /** The change is judged by the right to the transaction that it names in this field [S1]. */
  readonly judgedBy?: string
  /** Devices receive it and send nothing of it: only the server writes it, and decides nothing by what is sent of it. */
  readonly receivedOnly?: boolean
}

/** What of the signed-in user a document is compared with. */
export type SubjectKey = 'userId' | 'personId' | 'teamIds' | 'stationDeviceId'

/** A document is in sight where one of `fields` equals, or has in common, what the subject has under `subject`. */
export interface ScopeTerm {
  readonly fields: readonly string[]
  readonly subject: SubjectKey
}

/** In sight where any term holds. */
export type Scope = 'all' | readonly ScopeTerm[]

export interface CollectionAccess {
  /** Roles that read, and how far they see. A role that is not named sees nothing. */
  readonly read: Partial<Record<Role, Scope>>
  /** Fields that a reading role does not get. */
  readonly hidden?: Partial<Record<Role, readonly string[]>>
  readonly create: readonly Role[]
  /** Where creation depends on a field's value: the values each role may write. */
  readonly createOnly?: { readonly field: string; readonly values: Partial<Record<Role, readonly string[]>> }
  /** Roles that may change a group of fields. A group that is not named is changed by nobody. */
  readonly update: Readonly<Record<string, readonly Role[]>>
  readonly remove: readonly Role[]
  /** Roles that may only ask for a deletion; asking makes a review. */
  readonly askRemoval: readonly Role[]
}

export interface Definition<Name extends string = string, F extends Fields = Fields> {
  readonly name: Name
  /** Version of this collection's fields, from 0; a change asks for a new one and for a migration on devices. */
  readonly version: number
  readonly fields: F
  readonly groups: Readonly<Record<string, Group>>
  readonly access: CollectionAccess
  /** Indexes on the device, each a list of required or indexed fields. */
  readonly indexes: readonly (readonly string[])[]
  /** The field by whose value, beside the policy, a deletion is never silent: a thing in custody. */
  readonly custodyField?: string
  /** How the table is partitioned by the time in its UUIDv7 ids. */
  readonly partition?: 'month'
  /** Its documents hold versions of others, of which a reader gets what it may read of those [P6]. */
  readonly holdsVersions?: boolean
  /** Documents that leave a device: older than `days`, unless the thing they name in `unless` is out [D7]. */
  readonly leavesDevice?: { readonly days: number; readonly timeField: string; readonly unless: string }
}

/** Fields that every collection has. */
export const commonFields = {
  id: id({ group: 'server' }).needed,
  stamp: stamp({ group: 'server' }).needed,
  createdAt: time({ group: 'server', server: true }),
  updatedAt: time({ group: 'server', server: true }),
} as const

export const commonGroups = { server: { policy: 'server' } } as const satisfies Record<string, Group>

export function defineCollection<const Name extends string, const F extends Fields>(
  definition: Omit<Definition<Name, F>, 'fields' | 'groups'> & { fields: F; groups: Record<string, Group> },
): Definition<Name, F & typeof commonFields> {
  const fields = { ...definition.fields, ...commonFields }
  const groups = { ...definition.groups, ...commonGroups }
  for (const [name, field] of Object.entries(fields)) {
    if (!(field.group in groups))
      throw new Error(`${definition.name}.${name} names the unknown group ${field.group}`)
    // Older devices do not send it, and what they are sent has to be whole without it [L5].
    if (field.since > 0 && field.required)
      throw new Error(`${definition.name}.${name} came later and cannot be required`)
  }
  return { ...definition, fields, groups }
}

/** What is derived from a definition, made once for each: every document is read by it. */
export function perDefinition<T>(make: (definition: Definition) => T): (definition: Definition) => T {
  const made = new WeakMap<Definition, { readonly value: T }>()
  return (definition) => {
    let entry = made.get(definition)
    if (!entry) {
      entry = { value: make(definition) }
      made.set(definition, entry)
    }
    return entry.value
  }
}

/** The fields with their names, in their order. */
export const fieldEntries = perDefinition<readonly (readonly [string, Field])[]>(({ fields }) =>
  Object.entries(fields),
)

type ValueOf<F> = F extends Field<infer Value, boolean> ? Value : never
type RequiredKeys<F extends Fields> = {
  [K in keyof F]: F[K] extends Field<unknown, true> ? K : never
}[keyof F]

/** The document of a definition: required fields present, optional ones left out when absent. */
export type DocumentOf<D> =
  D extends Definition<string, infer F>
    ? { readonly [K in RequiredKeys<F>]: ValueOf<F[K]> } & {
        readonly [K in Exclude<keyof F, RequiredKeys<F>>]?: ValueOf<F[K]>
      }
    : never

/** A document whose collection is not known to the reader of the type: what generic code works on. */
export interface AnyDocument {
  readonly id: string
  readonly stamp: string
  readonly [field: string]: unknown
}

/** As it goes over the wire: with the deletion mark. */
export type WireDocument<D extends AnyDocument = AnyDocument> = D & { readonly _deleted: boolean }

/**
 * A document that was validated against its definition where it entered, under its type. The one place where a document
 * that generic code carried gets its type back.
 */
export function typed<D extends Definition>(_definition: D, document: AnyDocument): DocumentOf<D> {
  return document as unknown as DocumentOf<D>
}
