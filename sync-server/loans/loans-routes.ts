import Type from 'typebox'
import { EtraxError } from '../../shared/errors.ts'
import { isUuid, UUID_PATTERN } from '../../shared/ids.ts'
import { LOAN_STEPS, type LoanSide } from '../../shared/loans.ts'
import { MANAGERS } from '../../shared/roles.ts'
import type { AppContext } from '../api/app-env.ts'
import { type Route, route, routeWithBody } from '../api/route.ts'
import type { Database } from '../db/database.ts'
import { ACROSS_SCHOOLS, organizationOf } from '../organizations/organization-scope.ts'
import type { Committer } from '../sync/committer.ts'
import type { TenantDirectory } from '../tenancy/tenants.ts'
import type { LoanCollections } from './lender-effects.ts'
import type { LoanRow, LoanStore } from './loan-store.ts'
import type { Loans } from './loans.ts'
import { schoolsNear } from './schools-near.ts'
import { shownLoan } from './shown-loan.ts'
import { thingsToLend } from './things-to-lend.ts'

export interface LoansRouteOptions {
  readonly database: Database
  readonly tenants: TenantDirectory
  readonly committer: Committer
  readonly collections: LoanCollections
  readonly store: LoanStore
  readonly loans: Loans
  readonly now: () => number
}

const id = Type.String({ pattern: UUID_PATTERN, maxLength: 36 })
const lines = Type.Array(
  Type.Object(
    { equipmentId: id, quantity: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000 })) },
    { additionalProperties: false },
  ),
  { minItems: 1, maxItems: 200 },
)
const wanted = Type.Object(
  {
    schoolId: id,
    until: Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$', maxLength: 10 }),
    /** Given: these are offered. */
    lines: Type.Optional(lines),
    /** Given: this is asked for. */
    request: Type.Optional(Type.String({ minLength: 1, maxLength: 500, pattern: '\\S' })),
  },
  { additionalProperties: false },
)
const stepBody = Type.Object(
  { step: Type.Enum([...LOAN_STEPS]), version: Type.Integer({ minimum: 0 }), lines: Type.Optional(lines) },
  { additionalProperties: false },
)
const LONGEST_DAYS = 2 * 366
const DAY_MS = 24 * 60 * 60 * 1000

/** Loans between schools of one organization: offered or asked for, agreed to above, received, sent back and taken back. */
export function loansRoutes(options: LoansRouteOptions): readonly Route[] {
  const { database, tenants, committer, collections, store, loans, now } = options
  const group = 'loans'
  const stepAnswers = [
    { status: 200, description: 'The loan as it stands then' },
    { status: 404, description: 'not-found, also for a loan of others' },
    { status: 409, description: 'loan-changed, or not-in-room with the things that stand in the way' },
  ]

  async function create(context: AppContext, body: Type.Static<typeof wanted>) {
    const { tenant, userId } = context.var.session
    requireDay(body.until, now())
    if ((body.lines === undefined) === (body.request === undefined))
      throw refused('lines', 'Either things are offered, or something is asked for.')
    const near = await schoolsNear(database, tenant)
    if (near.every((school) => school.id !== body.schoolId))
      throw new EtraxError('not-found', 'There is no such school.')
    const side = body.lines ? 'lender' : 'borrower'
    const [lenderId, borrowerId] = body.lines ? [tenant.id, body.schoolId] : [body.schoolId, tenant.id]
    const things = body.lines ? await thingsToLend(committer, collections, tenant, body.lines) : []
    const row = await store.create(
      { lenderId, borrowerId, until: body.until, request: body.request?.trim() ?? '', lines: things },
      { side, tenantId: tenant.id, userId },
    )
    return context.json({ loan: await shownLoan(tenants, row, side) }, 201)
  }

  async function take(
    context: AppContext,
    seen: LoanRow,
    side: LoanSide,
    body: Type.Static<typeof stepBody>,
  ) {
    const { tenant, userId } = context.var.session
    if (seen.version !== body.version)
      throw new EtraxError('loan-changed', 'The loan has changed.', { details: { state: seen.state } })
    if ((body.step === 'offer') !== (body.lines !== undefined))
      throw refused('lines', 'Things are named where they are offered, and only there.')
    const things = body.lines && (await thingsToLend(committer, collections, tenant, body.lines))
    const row = await loans.take(seen, body.step, { side, tenantId: tenant.id, userId }, things)
    return context.json({ loan: await shownLoan(tenants, row, side) })
  }

  async function named(context: AppContext): Promise<LoanRow> {
    const id = context.req.param('id') ?? ''
    const row = isUuid(id) ? await store.find(id) : undefined
    if (!row) throw noLoan()
    return row
  }

  async function ofOrganization(context: AppContext): Promise<ReadonlySet<string>> {
    const { schools } = await organizationOf(database, context.var.session.tenant)
    return new Set(schools.map((school) => school.id))
  }
  const isWithin = (schools: ReadonlySet<string>, { lenderId, borrowerId }: LoanRow) =>
    schools.has(lenderId) && schools.has(borrowerId)

  return [
    route(
      {
        method: 'GET',
        path: '/loans',
        group,
        summary: 'Loans to and from this school, the last changed first',
        callers: MANAGERS,
        answers: [{ status: 200, description: '{ loans }' }],
      },
      async (context) => {
        const { tenant } = context.var.session
        const rows = await store.of(tenant.id)
        const shown = rows.map((row) =>
          shownLoan(tenants, row, row.lenderId === tenant.id ? 'lender' : 'borrower'),
        )
        return context.json({ loans: await Promise.all(shown) })
      },
    ),
    route(
      {
        method: 'GET',
        path: '/loans/schools',
        group,
        summary: 'The schools that this one may lend to and borrow from, by name',
        callers: MANAGERS,
        answers: [{ status: 200, description: '{ schools: [{ id, name }] }' }],
      },
      async (context) => context.json({ schools: await schoolsNear(database, context.var.session.tenant) }),
    ),
    routeWithBody(
      {
        method: 'POST',
        path: '/loans',
        group,
        summary: 'Offer things to another school until a day, or ask it for some',
        callers: MANAGERS,
        answers: [{ status: 201, description: 'The loan' }, ...stepAnswers.slice(1)],
      },
      wanted,
      create,
    ),
    routeWithBody(
      {
        method: 'POST',
        path: '/loans/:id/steps',
        group,
        summary: 'Take the next step of a loan as its lender or borrower',
        callers: MANAGERS,
        answers: stepAnswers,
      },
      stepBody,
      async (context, body) => {
        const row = await named(context)
        const { id } = context.var.session.tenant
        if (row.lenderId !== id && row.borrowerId !== id) throw noLoan()
        return await take(context, row, row.lenderId === id ? 'lender' : 'borrower', body)
      },
    ),
    route(
      {
        method: 'GET',
        path: '/organization/loans',
        group,
        summary: 'Loans between the schools of the own organization, the last changed first',
        callers: ACROSS_SCHOOLS,
        answers: [{ status: 200, description: '{ loans }' }],
      },
      async (context) => {
        const schools = await ofOrganization(context)
        const rows = await store.between([...schools])
        const shown = rows.map((row) => shownLoan(tenants, row, 'organization'))
        return context.json({ loans: await Promise.all(shown) })
      },
    ),
    routeWithBody(
      {
        method: 'POST',
        path: '/organization/loans/:id/steps',
        group,
        summary: 'Approve or refuse a loan between schools of the own organization',
        callers: ACROSS_SCHOOLS,
        answers: stepAnswers,
      },
      stepBody,
      async (context, body) => {
        const row = await named(context)
        if (!isWithin(await ofOrganization(context), row)) throw noLoan()
        return await take(context, row, 'organization', body)
      },
    ),
  ]
}

function requireDay(text: string, now: number) {
  const day = Date.parse(`${text}T23:59:59.999Z`)
  // A day is still today where the clock is behind that of Greenwich.
  const isThere = !Number.isNaN(day) && new Date(day).toISOString().startsWith(text)
  if (!isThere || day < now - DAY_MS || day > now + LONGEST_DAYS * DAY_MS)
    throw refused('until', 'A loan ends on a day that is to come, within two years.')
}

function refused(field: string, message: string): EtraxError {
  return new EtraxError('invalid-value', message, { details: { errors: [{ field, code: 'not-a-choice' }] } })
}

function noLoan(): EtraxError {
  return new EtraxError('not-found', 'There is no such loan.')
}
