import type { Database } from '../db/database.ts'
import { withOrganization } from './organization-scope.ts'

/** What a school has, in pieces: a serialized thing is one, a bulk thing as many as are owned. Money in cents. */
export interface SchoolTotals {
  readonly schoolId: string
  readonly pieces: number
  readonly out: number
  readonly overdue: number
  readonly inMaintenance: number
  readonly lost: number
  readonly retired: number
  readonly unsafe: number
  /** Things that may not be issued any more within 60 days, or already. */
  readonly recertificationDue: number
  /** What was paid for all that is not retired or lost. */
  readonly valueCents: number
}

/** Of each school that has anything. */
export async function readTotals(
  database: Database,
  role: string,
  now: Date,
): Promise<readonly SchoolTotals[]> {
  return await withOrganization(database, role, ({ tx, view }) =>
    tx.unsafe<SchoolTotals[]>(totalsStatement(view('equipment')), [now], { prepare: true }),
  )
}

/** @param things has the columns of the view of equipment; `$1` is the time */
export function totalsStatement(things: string): string {
  return `WITH things AS (
       SELECT *, CASE WHEN kind = 'bulk' THEN coalesce(quantity, 0) ELSE 1 END AS pieces,
         CASE WHEN kind = 'bulk' THEN coalesce(quantity_out, 0) ELSE (status = 'checked_out')::int END AS out,
         status IN ('retired', 'lost') AS gone
       FROM ${things})
     SELECT tenant_id AS "schoolId",
       coalesce(sum(pieces) FILTER (WHERE status <> 'retired'), 0)::bigint AS pieces,
       coalesce(sum(out), 0)::bigint AS out,
       count(*) FILTER (WHERE status = 'checked_out' AND due_at < $1::timestamptz)::bigint AS overdue,
       count(*) FILTER (WHERE status = 'in_maintenance')::bigint AS "inMaintenance",
       count(*) FILTER (WHERE status = 'lost')::bigint AS lost,
       count(*) FILTER (WHERE status = 'retired')::bigint AS retired,
       count(*) FILTER (WHERE condition = 'unsafe' AND NOT gone)::bigint AS unsafe,
       count(*) FILTER (WHERE recertify_by < $1::timestamptz + interval '60 days' AND NOT gone)::bigint
         AS "recertificationDue",
       coalesce(sum(pieces * purchase_price_cents) FILTER (WHERE NOT gone), 0)::bigint AS "valueCents"
     FROM things GROUP BY tenant_id`
}

/** What a school bought in a year, and what of it was lost. */
export interface SchoolYear {
  readonly schoolId: string
  readonly year: number
  readonly pieces: number
  readonly spentCents: number
  readonly lostCents: number
}

/** By school and calendar year of purchase, the latest first; things without a date are of no year. */
export async function readBudget(database: Database, role: string): Promise<readonly SchoolYear[]> {
  return await withOrganization(database, role, ({ tx, view }) =>
    tx.unsafe<SchoolYear[]>(
      `WITH things AS (
         SELECT tenant_id, status, extract(year FROM purchase_date)::int AS year, coalesce(purchase_price_cents, 0) AS cents,
           CASE WHEN kind = 'bulk' THEN coalesce(quantity, 0) ELSE 1 END AS pieces
         FROM ${view('equipment')} WHERE purchase_date IS NOT NULL)
       SELECT tenant_id AS "schoolId", year, sum(pieces)::bigint AS pieces, sum(pieces * cents)::bigint AS "spentCents",
         coalesce(sum(pieces * cents) FILTER (WHERE status = 'lost'), 0)::bigint AS "lostCents"
       FROM things GROUP BY tenant_id, year ORDER BY year DESC, tenant_id`,
      [],
      { prepare: true },
    ),
  )
}
