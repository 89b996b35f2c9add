import type { Choices, NamedCollection } from './choices.ts'
import { type Known, type KnownName, plainName, TextIndex } from './known.ts'

/** A document that rows of the file name and that is not here: created unless the choices say otherwise. */
export interface NewName {
  readonly collection: NamedCollection
  readonly id: string
  readonly name: string
  readonly parentId?: string
}

/** A name of the file that no document has, for the person to decide. */
export interface UnknownName {
  readonly collection: NamedCollection
  /** As in `Choices.names`. */
  readonly key: string
  /** As the file writes it first. */
  readonly label: string
  readonly rows: number
}

export type NameResult = { readonly id?: string; readonly ambiguous?: true }

/** Finds, or plans to create, the categories, locations and teams that cells name. `A > B` is B inside of A. */
export class NameResolver {
  private readonly created = new Map<string, NewName>()
  private readonly unknown = new Map<
    string,
    { collection: NamedCollection; key: string; label: string; rows: number }
  >()
  private readonly indexes: Readonly<Record<NamedCollection, { paths: TextIndex; leaves: TextIndex }>>
  private readonly choices: Choices
  private readonly newId: () => string

  constructor(known: Known, choices: Choices, newId: () => string) {
    this.choices = choices
    this.newId = newId
    this.indexes = {
      categories: indexNames(known.categories),
      locations: indexNames(known.locations),
      teams: indexNames(known.teams),
    }
  }

  resolve(collection: NamedCollection, text: string): NameResult {
    const parts = collection === 'teams' ? [text] : text.split(/\s*[>›»]\s*/).filter((part) => part !== '')
    const key = parts.map(plainName).join(' > ')
    const index = this.indexes[collection]
    const paths = index.paths.get(key)
    const found = paths.length > 0 ? paths : index.leaves.get(key)
    const chosen = this.choices.names[collection]?.[key]
    if (found.length === 1 && found[0] !== undefined) return { id: found[0] }
    this.note(collection, key, text)
    if (chosen === '') return {}
    if (chosen !== undefined && chosen !== 'new') return { id: chosen }
    if (found.length > 1 && chosen === undefined) return { ambiguous: true }
    return { id: this.create(collection, parts) }
  }

  newNames(): readonly NewName[] {
    return [...this.created.values()]
  }

  unknownNames(): readonly UnknownName[] {
    return [...this.unknown.values()]
  }

  private note(collection: NamedCollection, key: string, label: string) {
    const id = `${collection} ${key}`
    const noted = this.unknown.get(id)
    if (noted) noted.rows += 1
    else this.unknown.set(id, { collection, key, label, rows: 1 })
  }

  /** Parents first: what is created later names what was created before. */
  private create(collection: NamedCollection, parts: readonly string[]): string {
    let parentId: string | undefined
    let path = ''
    for (const part of parts) {
      path = path === '' ? plainName(part) : `${path} > ${plainName(part)}`
      const [existing] = this.indexes[collection].paths.get(path)
      const key = `${collection} ${path}`
      const made: NewName | undefined = existing
        ? undefined
        : (this.created.get(key) ?? {
            collection,
            id: this.newId(),
            name: part,
            ...(parentId ? { parentId } : {}),
          })
      if (made) this.created.set(key, made)
      parentId = existing ?? made?.id
    }
    return parentId ?? ''
  }
}

function indexNames(names: readonly KnownName[]): { paths: TextIndex; leaves: TextIndex } {
  const byId = new Map(names.map((name) => [name.id, name]))
  const paths = new TextIndex()
  const leaves = new TextIndex()
  for (const name of names) {
    leaves.add(plainName(name.name), name.id)
    paths.add(pathOf(name, byId), name.id)
  }
  return { paths, leaves }
}

function pathOf(name: KnownName, byId: ReadonlyMap<string, KnownName>): string {
  const parts: string[] = []
  // Depth is bounded: a circle among parents must not hang the import.
  for (
    let at: KnownName | undefined = name;
    at && parts.length < 20;
    at = at.parentId ? byId.get(at.parentId) : undefined
  )
    parts.unshift(plainName(at.name))
  return parts.join(' > ')
}
