import { Readable } from 'node:stream'
import type { Definition } from '../../shared/collections/definition.ts'
import type { AppContext } from '../api/app-env.ts'
import { type Route, route } from '../api/route.ts'
import type { Database } from '../db/database.ts'
import type { MakeCounter } from '../limits/counter.ts'
import { limited } from '../limits/limited.ts'
import type { SecurityLog } from '../observability/security-log.ts'
import type { Committer } from '../sync/committer.ts'
import { exportSchool } from './export-school.ts'
import { noteExport } from './note-export.ts'
import { PRIVACY_ROLES } from './subject-routes.ts'

export interface SchoolRouteOptions {
  readonly database: Database
  readonly committer: Committer
  readonly definitions: readonly Definition[]
  readonly log: SecurityLog
  readonly counters: MakeCounter
}

/** A whole school is worth stealing, and costs a while of the database. */
const EXPORTS_AN_HOUR = 4

/** The whole school to take away. */
export function schoolRoute({ database, committer, definitions, log, counters }: SchoolRouteOptions): Route {
  const exports = limited(
    counters,
    { name: 'school-export', points: EXPORTS_AN_HOUR, seconds: 3_600 },
    'The school was exported often enough this hour.',
  )

  async function handOut(context: AppContext) {
    const { tenant, userId } = context.var.session
    await exports.take(tenant.id)
    await noteExport(committer, tenant, userId, 'school', tenant.id)
    log('privacy', 'school-exported', { tenant: tenant.slug, userId })
    context.header('Content-Type', 'application/zip')
    context.header('Content-Disposition', `attachment; filename="${tenant.slug}.zip"`)
    const chunks = exportSchool(database, tenant, definitions)
    return context.body(Readable.toWeb(Readable.from(chunks, { objectMode: false })))
  }

  return route(
    {
      method: 'GET',
      path: '/privacy/school',
      group: 'privacy',
      summary: 'All of the school as an archive of JSON lines and CSV; four times an hour',
      callers: PRIVACY_ROLES,
      recentSignIn: true,
      answers: [
        { status: 200, description: 'A file to keep' },
        { status: 429, description: 'too-many-requests' },
      ],
    },
    handOut,
  )
}
