import { isJsonObject, type JsonObject } from '../../../shared/json.ts'
import {
  LOAN_STATES,
  LOAN_STEPS,
  type LoanSide,
  type LoanState,
  type LoanStep,
} from '../../../shared/loans.ts'
import { api } from '../sync/api.ts'
import { ApiError } from '../sync/api-error.ts'

export interface LoanThing {
  /** Under which this school has it; absent for the organization, and before there is one. */
  readonly equipmentId: string | undefined
  readonly name: string
  readonly tagCode: string | undefined
  readonly quantity: number
  readonly isBulk: boolean
}

/** A loan as one side of it sees it. */
export interface Loan {
  readonly id: string
  readonly side: LoanSide
  readonly lender: string
  readonly borrower: string
  readonly state: LoanState
  /** `YYYY-MM-DD`. */
  readonly until: string
  readonly request: string
  readonly things: readonly LoanThing[]
  readonly steps: readonly LoanStep[]
  readonly underWay: boolean
  readonly version: number
  /** ISO 8601. */
  readonly updatedAt: string
}

/** Whose loans are looked at: those of the school, or those between the schools of an organization. */
export type LoansOf = 'school' | 'organization'

const base = (of: LoansOf) => (of === 'school' ? '/loans' : '/organization/loans')

/** The last changed first. @throws ApiError */
export function readLoans(of: LoansOf, signal: AbortSignal): Promise<readonly Loan[]> {
  return api(base(of), (answer) => objectsIn(answer, 'loans').map(loanFrom), { signal })
}

/** @throws ApiError `loan-changed`, `not-in-room` */
export function takeStep(
  of: LoansOf,
  { id, version }: Loan,
  step: LoanStep,
  lines?: readonly { readonly equipmentId: string; readonly quantity: number }[],
): Promise<Loan> {
  const body = { step, version, ...(lines ? { lines: lines.map((line) => ({ ...line })) } : {}) }
  return api(`${base(of)}/${id}/steps`, readOne, { method: 'POST', body })
}

/** @throws ApiError */
export function beginLoan(wanted: {
  readonly schoolId: string
  readonly until: string
  readonly lines?: readonly { readonly equipmentId: string; readonly quantity: number }[]
  readonly request?: string
}): Promise<Loan> {
  const { schoolId, until, lines, request } = wanted
  const body = {
    schoolId,
    until,
    ...(lines ? { lines: lines.map((line) => ({ ...line })) } : {}),
    ...(request === undefined ? {} : { request }),
  }
  return api('/loans', readOne, { method: 'POST', body })
}

/** @throws ApiError */
export function readSchoolsNear(): Promise<readonly { readonly id: string; readonly name: string }[]> {
  return api('/loans/schools', (answer) =>
    objectsIn(answer, 'schools').map(({ id, name }) => ({ id: text(id), name: text(name) })),
  )
}

function readOne(answer: unknown): Loan {
  if (!isJsonObject(answer) || !isJsonObject(answer.loan)) throw unexpected()
  return loanFrom(answer.loan)
}

function loanFrom(loan: JsonObject): Loan {
  const state = LOAN_STATES.find((one) => one === loan.state)
  const side = (['lender', 'borrower', 'organization'] as const).find((one) => one === loan.side)
  if (!state || !side || typeof loan.version !== 'number') throw unexpected()
  const steps = Array.isArray(loan.steps) ? loan.steps : []
  return {
    id: text(loan.id),
    side,
    lender: text(loan.lender),
    borrower: text(loan.borrower),
    state,
    until: text(loan.until),
    request: text(loan.request),
    things: objectsIn(loan, 'lines').map(thingFrom),
    steps: LOAN_STEPS.filter((step) => steps.includes(step)),
    underWay: loan.underWay === true,
    version: loan.version,
    updatedAt: text(loan.updatedAt),
  }
}

function thingFrom({ equipmentId, name, tagCode, quantity, kind }: JsonObject): LoanThing {
  return {
    equipmentId: typeof equipmentId === 'string' ? equipmentId : undefined,
    name: text(name),
    tagCode: typeof tagCode === 'string' ? tagCode : undefined,
    quantity: typeof quantity === 'number' ? quantity : 1,
    isBulk: kind === 'bulk',
  }
}

function objectsIn(answer: unknown, name: string): readonly JsonObject[] {
  const list = isJsonObject(answer) ? answer[name] : undefined
  if (!Array.isArray(list)) throw unexpected()
  return list.filter(isJsonObject)
}

function unexpected(): ApiError {
  return new ApiError('unexpected-answer', 'The answer is not about loans.')
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')
