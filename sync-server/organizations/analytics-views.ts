import { createHash } from 'node:crypto'
import { quoteIdentifier } from '../db/identifiers.ts'

/** A school as a view takes it in. */
export interface ViewedSchool {
  readonly id: string
  readonly schema: string
}

/**
 * What an organization reads of each school: nothing that names or describes a person, no note and no field of a school's own.
 * Each view is one select over every school, the school's id in front.
 */
const VIEWS = [
  {
    name: 'equipment',
    columns: `id, kind, name, category_id, manufacturer, model, size, purchase_date, purchase_price_cents, warranty_until,
      recertify_by, retire_by, quantity, quantity_out, status, due_at, condition, created_at, updated_at`,
    // What is borrowed counts at its owner's.
    where: `NOT deleted AND merged_into IS NULL AND loan->>'side' IS DISTINCT FROM 'borrowed'`,
  },
  { name: 'categories', columns: 'id, name, parent_id', where: 'NOT deleted' },
  {
    name: 'transactions',
    columns: 'id, equipment_id, type, quantity, condition, occurred_at, received_at',
    where: 'NOT deleted',
  },
] as const

export type ViewName = (typeof VIEWS)[number]['name']

export const ANALYTICS_SCHEMA = 'etrax_analytics'

/** The name of an organization's view, which its role names in its turn. */
export function viewName(view: ViewName, organizationRole: string): string {
  return `${view}_${organizationRole.replace(/^org_/, '')}`
}

/** The statements that make an organization's views anew, for its role to read. */
export function viewStatements(organizationRole: string, schools: readonly ViewedSchool[]): string {
  return VIEWS.map(({ name, columns, where }) => {
    const qualified = qualifiedView(name, organizationRole)
    const parts = schools.map(
      ({ id, schema }) =>
        `SELECT '${requireUuid(id)}'::uuid AS tenant_id, ${columns} FROM ${quoteIdentifier(schema)}.${name} WHERE ${where}`,
    )
    return [
      `DROP VIEW IF EXISTS ${qualified};`,
      `CREATE VIEW ${qualified} AS ${parts.join('\nUNION ALL ')};`,
      `GRANT SELECT ON ${qualified} TO ${quoteIdentifier(organizationRole)};`,
    ].join('\n')
  }).join('\n')
}

/** The statements that take them away, where no school is left or the schools' tables are to be changed. */
export function dropStatements(organizationRole: string): string {
  return VIEWS.map(({ name }) => `DROP VIEW IF EXISTS ${qualifiedView(name, organizationRole)};`).join('\n')
}

function qualifiedView(name: ViewName, organizationRole: string): string {
  return `${ANALYTICS_SCHEMA}.${quoteIdentifier(viewName(name, organizationRole))}`
}

export function digestOf(statements: string): string {
  return createHash('sha256').update(statements).digest('hex')
}

function requireUuid(id: string): string {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) throw new RangeError('Not a UUID.')
  return id
}
