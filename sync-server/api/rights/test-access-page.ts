import { readFileSync } from 'node:fs'
import { type CollectionName, collectionNames } from '../../../shared/registry.ts'
import { PEOPLE_ROLES, type Role } from '../../../shared/roles.ts'

/** As docs/access.md writes roles. */
export const LETTER: Readonly<Record<Role, string>> = {
  STATION: 'K',
  USER: 'U',
  COACH: 'C',
  EQUIPMENT_MANAGER: 'E',
  SCHOOL_ADMIN: 'S',
  ORG_ADMIN: 'O',
  SUPER_ADMIN: 'P',
}

export interface CollectionRules {
  readonly all: readonly Role[]
  readonly part: readonly Role[]
  readonly hidden: Readonly<Record<string, readonly Role[]>>
  readonly make: readonly Role[]
  readonly remove: readonly Role[]
  readonly ask: readonly Role[]
}

export interface GroupRules {
  readonly collection: CollectionName
  readonly group: string
  readonly fields: readonly string[]
  /** Who changes it at all. */
  readonly change: readonly Role[]
  /** Where more than the role decides: the ledger, or which decision it is. */
  readonly judged: boolean
}

const text = readFileSync(new URL('../../../docs/access.md', import.meta.url), 'utf8')

/** The cells of the table below a heading, without its head. */
function tableBelow(heading: string): readonly (readonly string[])[] {
  const [, below = ''] = text.split(`\n## ${heading}\n`)
  const lines = below.split(/\n## /)[0]?.split('\n') ?? []
  const rows = lines.filter((line) => line.startsWith('|')).slice(2)
  if (rows.length === 0) throw new Error(`docs/access.md has no table below ${heading}.`)
  return rows.map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )
}

function rolesOf(cell = ''): readonly Role[] {
  const letters = cell === '-' ? '' : cell
  const roles = PEOPLE_ROLES.filter((role) => letters.includes(LETTER[role]))
  if (roles.length !== letters.length) throw new Error(`docs/access.md: ${cell} names no roles.`)
  return roles
}

function collectionOf(cell = ''): CollectionName {
  const name = collectionNames.find((one) => one === cell)
  if (name === undefined) throw new Error(`docs/access.md: there is no collection ${cell}.`)
  return name
}

export const collectionRules: ReadonlyMap<CollectionName, CollectionRules> = new Map(
  tableBelow('Who sees, makes and deletes').map(([name, all, part, hidden = '', make, remove, ask]) => [
    collectionOf(name),
    {
      all: rolesOf(all),
      part: rolesOf(part),
      hidden: Object.fromEntries(
        (hidden === '-' ? [] : hidden.split('; ')).map((one) => {
          const [field = '', letters] = one.split(': ')
          return [field, rolesOf(letters)]
        }),
      ),
      make: rolesOf(make),
      remove: rolesOf(remove),
      ask: rolesOf(ask),
    },
  ]),
)

export const groupRules: readonly GroupRules[] = tableBelow('Who changes what').map(
  ([name, group = '', fields = '', change = '']) => ({
    collection: collectionOf(name),
    group,
    fields: fields.split(' '),
    change: rolesOf(change.replace(/ by the \w+$/, '')),
    judged: change.includes(' by the '),
  }),
)

/** Who enters which type into the ledger. */
export const entryRules: readonly { readonly type: string; readonly enter: readonly Role[] }[] = tableBelow(
  'Who enters what into the ledger',
).map(([type = '', enter]) => ({ type, enter: rolesOf(enter) }))

export function rulesOf(collection: CollectionName): CollectionRules {
  const rules = collectionRules.get(collection)
  if (!rules) throw new Error(`docs/access.md says nothing of ${collection}.`)
  return rules
}

/** Whether a role writes to the collection in any way: who does not is refused whatever is sent. */
export function writesAtAll(collection: CollectionName, role: Role): boolean {
  const { make, remove, ask } = rulesOf(collection)
  const groups = groupRules.filter((rules) => rules.collection === collection)
  return [make, remove, ask, ...groups.map(({ change }) => change)].some((roles) => roles.includes(role))
}

/** What a role is sent of a document of the collection, and nothing else. */
export function shownFields(collection: CollectionName, role: Role): readonly string[] {
  const { hidden } = rulesOf(collection)
  return groupRules
    .filter((rules) => rules.collection === collection)
    .flatMap(({ fields }) => fields)
    .filter((field) => !hidden[field]?.includes(role))
}
