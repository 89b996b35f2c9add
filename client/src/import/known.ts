/** What is on this device already, as far as an import compares with it. Plain, so that it can be sent to the worker. */
export interface Known {
  readonly equipment: readonly KnownThing[]
  readonly people: readonly KnownPerson[]
  readonly categories: readonly KnownName[]
  readonly locations: readonly KnownName[]
  readonly teams: readonly KnownName[]
}

export interface KnownThing {
  readonly id: string
  readonly kind: 'serialized' | 'bulk'
  readonly tagCode?: string | undefined
  readonly serial?: string | undefined
  readonly quantity?: number | undefined
}

export interface KnownPerson {
  readonly id: string
  readonly name: string
  readonly jerseyNumber?: string | undefined
  readonly badgeCode?: string | undefined
}

export interface KnownName {
  readonly id: string
  readonly name: string
  readonly parentId?: string | undefined
}

export const nothingKnown: Known = { equipment: [], people: [], categories: [], locations: [], teams: [] }

/** Ids by a text that several records may have. */
export class TextIndex {
  private readonly ids = new Map<string, string[]>()

  add(text: string | undefined, id: string) {
    if (text === undefined || text === '') return
    const found = this.ids.get(text)
    if (!found) this.ids.set(text, [id])
    else if (!found.includes(id)) found.push(id)
  }

  get(text: string): readonly string[] {
    return this.ids.get(text) ?? []
  }

  has(text: string): boolean {
    return this.ids.has(text)
  }
}

/** A name as it is compared: case, accents as typed or composed, and spaces do not tell people apart. */
export function plainName(name: string): string {
  return name
    .normalize('NFKC')
    .replace(/[\u200B-\u200F\u2060\uFEFF]/g, '')
    .toLowerCase()
    .replace(/[.,]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
}

/** `Lee, Jordan` as `Jordan Lee`; undefined where the text is not of that form. */
export function turnedName(text: string): string | undefined {
  const match = /^([^,]+),\s*([^,]+?)(?:,\s*(jr|sr|ii|iii|iv)\.?)?$/i.exec(text)
  const [, last, first, suffix] = match ?? []
  if (last === undefined || first === undefined || /^(?:jr|sr|ii|iii|iv)\.?$/i.test(first)) return undefined
  return `${first.trim()} ${last.trim()}${suffix ? ` ${suffix}` : ''}`
}

export interface KnownIndex {
  readonly known: Known
  readonly things: ReadonlyMap<string, KnownThing>
  readonly tags: TextIndex
  readonly serials: TextIndex
  readonly people: ReadonlyMap<string, KnownPerson>
  readonly badges: TextIndex
  readonly peopleNames: TextIndex
}

export function indexKnown(known: Known): KnownIndex {
  const tags = new TextIndex()
  const serials = new TextIndex()
  const badges = new TextIndex()
  const peopleNames = new TextIndex()
  for (const thing of known.equipment) {
    tags.add(thing.tagCode, thing.id)
    serials.add(thing.serial, thing.id)
  }
  for (const person of known.people) {
    badges.add(person.badgeCode, person.id)
    peopleNames.add(plainName(person.name), person.id)
  }
  return {
    known,
    things: new Map(known.equipment.map((thing) => [thing.id, thing])),
    tags,
    serials,
    people: new Map(known.people.map((person) => [person.id, person])),
    badges,
    peopleNames,
  }
}
