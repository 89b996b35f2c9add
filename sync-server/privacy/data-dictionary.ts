import { hiddenFields, scopeOf } from '../../shared/access.ts'
import { type Definition, fieldEntries } from '../../shared/collections/definition.ts'
import type { Field } from '../../shared/collections/field.ts'
import type { CollectionName } from '../../shared/registry.ts'
import { ROLES, type Role } from '../../shared/roles.ts'
import { PERSONAL_FIELDS } from './personal-fields.ts'
import { DOCUMENT_TABLES, PERSONAL_TABLES, SEALED_TABLES } from './personal-tables.ts'

/** A table as Postgres has it. */
export interface DictionaryTable {
  readonly schema: 'school' | 'platform'
  readonly name: string
  readonly columns: readonly { readonly name: string; readonly type: string }[]
}

const HEAD = `# Data dictionary

What is held, field by field, and what of it says something of a person. Made from the definitions of the collections and the
tables as they are in Postgres; \`npm test\` fails where it is out of date (\`sync-server/privacy/data-dictionary.test.ts\` says how it
is written anew). [privacy.md](privacy.md) says what is done with it, [access.md](access.md) who may change what.
`

/** All of the dictionary, as Markdown. */
export function dataDictionary(
  definitions: readonly Definition<CollectionName>[],
  tables: readonly DictionaryTable[],
): string {
  const synced = definitions.map(collectionPart)
  const own = tables.filter(({ name }) => !DOCUMENT_TABLES.some((one) => one === name))
  return [
    HEAD,
    `## Synced documents

Each is a table of the school's schema and, as far as a role sees it, a store on its devices.
`,
    ...synced,
    `## The school's other tables
`,
    ...own.filter(({ schema }) => schema === 'school').map(tablePart),
    `## Tables of the platform
`,
    ...own.filter(({ schema }) => schema === 'platform').map(tablePart),
  ].join('\n')
}

function collectionPart(definition: Definition<CollectionName>): string {
  const { name, groups } = definition
  const readers = ROLES.filter((role) => scopeOf(definition, role) !== undefined)
  const rows = fieldEntries(definition).map(([field, about]) => [
    `\`${field}\``,
    formOf(about),
    `${about.group}, ${groups[about.group]?.policy ?? ''}`,
    hiddenFrom(definition, readers, field),
    PERSONAL_FIELDS[name][field] ?? '',
  ])
  return `### ${name}

Read by ${readers.map((role) => readerOf(definition, role)).join(', ')}.

${table(['field', 'form', 'group, conflict policy', 'kept from', 'of a person'], rows)}
`
}

function readerOf(definition: Definition, role: Role): string {
  return scopeOf(definition, role) === 'all' ? role : `${role} (a part)`
}

function hiddenFrom(definition: Definition, readers: readonly Role[], field: string): string {
  return readers.filter((role) => hiddenFields(definition, { role }).includes(field)).join(', ')
}

function formOf({ type, required, maxLength, maxItems, choices, server }: Field): string {
  const size =
    type === 'text' || type === 'json'
      ? ` up to ${maxLength.toLocaleString('en')}`
      : type === 'ids' || type === 'texts' || type === 'texts-by-key' || type === 'values-by-key'
        ? ` up to ${maxItems.toLocaleString('en')}`
        : ''
  const values = choices.length > 0 ? `: ${choices.join(', ')}` : ''
  return `${type}${size}${values}${required ? ', always' : ''}${server ? ', set by the server' : ''}`
}

function tablePart({ schema, name, columns }: DictionaryTable): string {
  const personal = PERSONAL_TABLES.find((one) => one.schema === schema && one.table === name)
  const sealed = schema === 'platform' && SEALED_TABLES.platform.some((one) => one === name)
  const about = personal
    ? `Of a person (\`${personal.user}\`): ${personal.holds}. When the person is erased: ${personal.erasure}.`
    : sealed
      ? 'Names somebody under seal alone.'
      : 'Names nobody, or holds a bare id.'
  const rows = columns.map((column) => [
    `\`${column.name}\``,
    column.type,
    personal?.exported.includes(column.name) ? 'yes' : '',
  ])
  return `### ${name}

${about}

${table(['column', 'type', ...(personal ? ["in the person's export"] : [])], personal ? rows : rows.map((row) => row.slice(0, 2)))}
`
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}
