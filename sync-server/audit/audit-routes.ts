import { Readable } from 'node:stream'
import { EtraxError } from '../../shared/errors.ts'
import type { Role } from '../../shared/roles.ts'
import type { AppContext } from '../api/app-env.ts'
import { type Route, route } from '../api/route.ts'
import type { Database } from '../db/database.ts'
import { auditAct } from '../identity/audit-act.ts'
import type { SecurityLog } from '../observability/security-log.ts'
import type { Committer } from '../sync/committer.ts'
import { auditCsv } from './audit-csv.ts'
import { AUDIT_PARAMETERS, MOST_ENTRIES, parseAuditQuery } from './audit-query.ts'
import { type AuditEntryShown, type AuditQuery, readAudit } from './read-audit.ts'
import { verifyAudit } from './verify-audit.ts'

export interface AuditRouteOptions {
  readonly database: Database
  readonly log: SecurityLog
  readonly committer: Committer
}

/** Who reads what everybody did: those who manage the school's users. */
const READERS: readonly Role[] = ['SCHOOL_ADMIN', 'SUPER_ADMIN']

/** Who did what in the school: to search, to export, and to prove that nothing of it was changed. */
export function auditRoutes({ database, log, committer }: AuditRouteOptions): readonly Route[] {
  const group = 'audit'

  async function list(context: AppContext) {
    const { tenant } = context.var.session
    const query = parseAuditQuery(context.req.query())
    const entries = await readAudit(database, tenant, query)
    const last = entries.length === query.limit ? entries.at(-1) : undefined
    return context.json({ entries, ...(last ? { before: last.n } : {}) })
  }

  async function exported(context: AppContext) {
    const { tenant, userId } = context.var.session
    const { format = 'csv', ...rest } = context.req.query()
    if (format !== 'csv' && format !== 'json')
      throw new EtraxError('malformed-request', 'The format is csv or json.')
    const query = parseAuditQuery(rest)
    await auditAct(committer, tenant, {
      actorId: userId,
      action: 'export',
      collection: 'school',
      documentId: tenant.id,
      detail: { what: 'audit' },
    })
    log('access', 'audit-exported', { tenant: tenant.slug, userId })
    context.header('Content-Type', format === 'csv' ? 'text/csv; charset=utf-8' : 'application/x-ndjson')
    context.header('Content-Disposition', `attachment; filename="audit-${tenant.slug}.${format}"`)
    const pages = pagesOf((page) => readAudit(database, tenant, page), query)
    return context.body(Readable.toWeb(Readable.from(textOf(pages, format), { objectMode: false })))
  }

  async function verified(context: AppContext) {
    const { tenant, userId } = context.var.session
    const findings = await verifyAudit(database, tenant)
    log('access', findings.faults.length === 0 ? 'audit-verified' : 'audit-broken', {
      tenant: tenant.slug,
      userId,
    })
    return context.json(findings)
  }

  return [
    route(
      {
        method: 'GET',
        path: '/audit',
        group,
        summary: 'Who did what, the latest first',
        callers: READERS,
        query: AUDIT_PARAMETERS,
        answers: [{ status: 200, description: '{ entries, before? }; no before: the last page' }],
      },
      list,
    ),
    route(
      {
        method: 'GET',
        path: '/audit/export',
        group,
        summary: 'All entries that match, as CSV or as JSON lines',
        callers: READERS,
        query: { ...AUDIT_PARAMETERS, format: 'csv or json' },
        answers: [{ status: 200, description: 'A file to keep' }],
      },
      exported,
    ),
    route(
      {
        method: 'GET',
        path: '/audit/verification',
        group,
        summary: 'Recomputes the chain of hashes of the whole log',
        callers: READERS,
        answers: [{ status: 200, description: '{ entries, first, faults }; no faults: nothing was changed' }],
      },
      verified,
    ),
  ]
}

async function* pagesOf(
  read: (query: AuditQuery) => Promise<readonly AuditEntryShown[]>,
  query: AuditQuery,
): AsyncGenerator<readonly AuditEntryShown[]> {
  let { before } = query
  for (;;) {
    const page = await read({ ...query, before, limit: MOST_ENTRIES })
    yield page
    if (page.length < MOST_ENTRIES) return
    before = page.at(-1)?.n
  }
}

async function* textOf(
  pages: AsyncGenerator<readonly AuditEntryShown[]>,
  format: 'csv' | 'json',
): AsyncGenerator<string> {
  let header = true
  for await (const page of pages) {
    yield format === 'csv'
      ? auditCsv(page, header)
      : page.map((entry) => `${JSON.stringify(entry)}\n`).join('')
    header = false
  }
}
