import Type from 'typebox'
import { EtraxError } from '../../shared/errors.ts'
import { RETENTION_KINDS, RETENTION_RULES } from '../../shared/retention.ts'
import type { AppContext } from '../api/app-env.ts'
import { type Route, route, routeWithBody } from '../api/route.ts'
import { auditAct } from '../identity/audit-act.ts'
import type { SecurityLog } from '../observability/security-log.ts'
import { retentionDue } from './enforce-retention.ts'
import type { RetentionParts } from './retention-rules.ts'
import { type RetentionDays, readRetention, storeRetention } from './retention-settings.ts'
import { PRIVACY_ROLES } from './subject-routes.ts'

export interface RetentionRouteOptions extends RetentionParts {
  readonly log: SecurityLog
  readonly now: () => number
}

const bounded = (kind: keyof typeof RETENTION_RULES) =>
  Type.Optional(Type.Integer({ minimum: RETENTION_RULES[kind].least, maximum: RETENTION_RULES[kind].most }))

const chosenDays = Type.Object(
  {
    audit: bounded('audit'),
    notifications: bounded('notifications'),
    sessions: bounded('sessions'),
    notes: bounded('notes'),
    reviews: bounded('reviews'),
    departed: bounded('departed'),
  },
  { additionalProperties: false },
)

/** How long a school keeps what, and what of it would go tonight. */
export function retentionRoutes(options: RetentionRouteOptions): readonly Route[] {
  const { database, log, now } = options
  const group = 'privacy'

  async function show(context: AppContext) {
    const { tenant } = context.var.session
    const days = { ...(await readRetention(database, tenant)), ...asked(context.req.query()) }
    const due = await retentionDue(options, tenant, days, new Date(now()))
    return context.json({
      rules: RETENTION_KINDS.map((kind) => ({
        kind,
        days: days[kind],
        due: due[kind],
        ...RETENTION_RULES[kind],
      })),
    })
  }

  async function choose(context: AppContext, body: Type.Static<typeof chosenDays>) {
    const { tenant, userId } = context.var.session
    // Before it is so: what cannot be entered is not done.
    await auditAct(options.committer, tenant, {
      actorId: userId,
      action: 'update',
      collection: 'school',
      documentId: tenant.id,
      detail: { retention: body },
    })
    await storeRetention(database, tenant, body)
    log('privacy', 'retention-changed', { tenant: tenant.slug, userId, target: JSON.stringify(body) })
    return context.json({ days: await readRetention(database, tenant) })
  }

  return [
    route(
      {
        method: 'GET',
        path: '/privacy/retention',
        group,
        summary: 'How many days each kind of record is kept, and how much would go now; nothing is changed',
        callers: PRIVACY_ROLES,
        query: Object.fromEntries(
          RETENTION_KINDS.map((kind) => [kind, 'Days to count by instead of those that are stored']),
        ),
        answers: [{ status: 200, description: '{ rules: [{ kind, days, usual, least, most, due }] }' }],
      },
      show,
    ),
    routeWithBody(
      {
        method: 'PUT',
        path: '/privacy/retention',
        group,
        summary: 'Choose how many days kinds of records are kept; what is not named stays',
        callers: PRIVACY_ROLES,
        answers: [
          { status: 200, description: '{ days } as they are now' },
          { status: 422, description: 'invalid-value: outside of the bounds' },
        ],
      },
      chosenDays,
      choose,
    ),
  ]
}

/** @throws EtraxError `malformed-request` that names the parameter */
function asked(query: Readonly<Record<string, string>>): Partial<RetentionDays> {
  const names: readonly string[] = RETENTION_KINDS
  for (const name of Object.keys(query)) if (!names.includes(name)) throw refused(name)
  const days = RETENTION_KINDS.flatMap((kind) => {
    const text = query[kind]
    if (text === undefined) return []
    const { least, most } = RETENTION_RULES[kind]
    if (!/^\d{1,5}$/.test(text) || Number(text) < least || Number(text) > most) throw refused(kind)
    return [[kind, Number(text)]]
  })
  return Object.fromEntries(days)
}

function refused(parameter: string): EtraxError {
  return new EtraxError('malformed-request', `The parameter ${parameter.slice(0, 100)} can't be used here.`)
}
