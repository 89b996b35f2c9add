import {
  type AnyDocument,
  type Definition,
  fieldEntries,
  perDefinition,
  type Scope,
  type SubjectKey,
} from './collections/definition.ts'
import type { Role } from './roles.ts'

/** Who asks, as far as rights go. */
export interface Subject {
  readonly userId: string
  readonly role: Role
  readonly personId?: string | undefined
  readonly teamIds: readonly string[]
  /** Of a station: the device of its present enrolment. */
  readonly stationDeviceId?: string | undefined
}

/** How far a role sees in a collection; undefined: not at all. */
export function scopeOf(definition: Definition, role: Role): Scope | undefined {
  return definition.access.read[role]
}

export function subjectValues(subject: Subject, key: SubjectKey): readonly string[] {
  if (key === 'teamIds') return subject.teamIds
  const value = subject[key]
  return value === undefined ? [] : [value]
}

export function mayRead(definition: Definition, subject: Subject, document: AnyDocument): boolean {
  const scope = scopeOf(definition, subject.role)
  if (scope === undefined) return false
  if (scope === 'all') return true
  return scope.some((term) => {
    const wanted = subjectValues(subject, term.subject)
    return term.fields.some((field) => {
      const value = document[field]
      return Array.isArray(value)
        ? value.some((item) => wanted.includes(item))
        : wanted.some((item) => item === value)
    })
  })
}

/** Who reads or writes, as far as fields go: by role, and by the version of the set of collections that the device speaks. */
export interface Viewer {
  readonly role: Role
  /** Absent: the current version. */
  readonly schema?: number | undefined
}

/** Fields that a viewer does not get: those kept from the role, and those that its version does not know [L5]. */
export function hiddenFields(definition: Definition, { role, schema }: Viewer): readonly string[] {
  const kept = definition.access.hidden?.[role] ?? []
  if (schema === undefined) return kept
  const later = laterFields(definition).filter(([, since]) => since > schema)
  return later.length === 0 ? kept : [...kept, ...later.map(([name]) => name)]
}

const laterFields = perDefinition((definition) =>
  fieldEntries(definition).flatMap(([name, { since }]): [string, number][] =>
    since > 0 ? [[name, since]] : [],
  ),
)

/** The document without what the viewer does not get. */
export function asSeenBy<D extends AnyDocument>(definition: Definition, viewer: Viewer, document: D): D {
  const hidden = hiddenFields(definition, viewer)
  if (hidden.length === 0) return document
  const seen = { ...document }
  for (const field of hidden) Reflect.deleteProperty(seen, field)
  return seen
}

export function mayCreate(definition: Definition, role: Role, document?: AnyDocument): boolean {
  if (!definition.access.create.includes(role)) return false
  const only = definition.access.createOnly
  if (!only || !document) return true
  const value = document[only.field]
  return only.values[role]?.some((allowed) => allowed === value) ?? false
}

export function mayUpdate(definition: Definition, role: Role, group: string): boolean {
  return definition.access.update[group]?.includes(role) ?? false
}

export type RemovalRight = 'apply' | 'ask' | 'none'

export function removalRight(definition: Definition, role: Role): RemovalRight {
  if (definition.access.remove.includes(role)) return 'apply'
  return definition.access.askRemoval.includes(role) ? 'ask' : 'none'
}

/**
 * Names role and scope, nothing else. Two readers with equal keys have the same sight of every collection. A change of
 * the key makes a device pull from the beginning [L3].
 */
export function accessKey(subject: Subject): string {
  const scope: string[] = [subject.role]
  if (subject.role === 'USER') scope.push(subject.userId, subject.personId ?? '')
  if (subject.role === 'COACH' || subject.role === 'STATION')
    scope.push(subject.userId, ...[...subject.teamIds].sort())
  return `${subject.role.toLowerCase()}-${hash53(scope.join('|'))}`
}

/** cyrb53 by bryc (public domain): 53 bits, enough to tell one device's scope now from its scope before. */
function hash53(text: string): string {
  let h1 = 0xdeadbeef
  let h2 = 0x41c6ce57
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index)
    h1 = Math.imul(h1 ^ code, 2654435761)
    h2 = Math.imul(h2 ^ code, 1597334677)
  }
  h1 = Math.imul(h1 ^ (h1 >>> 16), 2246822507) ^ Math.imul(h2 ^ (h2 >>> 13), 3266489909)
  h2 = Math.imul(h2 ^ (h2 >>> 16), 2246822507) ^ Math.imul(h1 ^ (h1 >>> 13), 3266489909)
  return (4294967296 * (2097151 & h2) + (h1 >>> 0)).toString(36)
}
