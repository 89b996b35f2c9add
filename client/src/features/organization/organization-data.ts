import { isJsonObject, type JsonObject } from '../../../../shared/json.ts'
import { api } from '../../sync/api.ts'
import { ApiError } from '../../sync/api-error.ts'

const FIGURES = [
  'pieces',
  'out',
  'overdue',
  'inMaintenance',
  'lost',
  'retired',
  'unsafe',
  'recertificationDue',
  'valueCents',
] as const
export type Totals = Readonly<Record<(typeof FIGURES)[number], number>>

export interface School {
  readonly id: string
  readonly name: string
  /** The organization that it is directly below. */
  readonly organization: string
  /** All zero where it has nothing yet. */
  readonly totals: Totals
}

export interface SchoolYear {
  readonly schoolId: string
  readonly year: number
  readonly pieces: number
  readonly spentCents: number
  readonly lostCents: number
}

/** What somebody who looks across schools sees of them at one moment. */
export interface OrganizationView {
  readonly name: string
  /** ISO 8601. */
  readonly asOf: string
  readonly schools: readonly School[]
  readonly years: readonly SchoolYear[]
}

/** @throws ApiError */
export async function readOrganization(signal: AbortSignal): Promise<OrganizationView> {
  const [organization, totals, years] = await Promise.all([
    api('/organization', (answer) => requireObject(answer), { signal }),
    api('/organization/totals', (answer) => requireObject(answer), { signal }),
    api('/organization/budget', (answer) => objectsIn(answer, 'years').map(yearFrom), { signal }),
  ])
  const names = new Map(
    objectsIn(organization, 'organizations').map(({ id, name }) => [text(id), text(name)]),
  )
  const counted = new Map(objectsIn(totals, 'schools').map((row) => [text(row.schoolId), totalsFrom(row)]))
  const own = requireObject(organization.organization)
  return {
    name: text(own.name),
    asOf: text(totals.asOf),
    schools: objectsIn(organization, 'schools').map(({ id, name, organizationId }) => ({
      id: text(id),
      name: text(name),
      organization: names.get(text(organizationId)) ?? '',
      totals: counted.get(text(id)) ?? totalsFrom({}),
    })),
    years,
  }
}

/** All schools together. */
export function sumOf(schools: readonly School[]): Totals {
  const sum = totalsFrom({})
  for (const { totals } of schools) for (const figure of FIGURES) sum[figure] += totals[figure]
  return sum
}

export interface Year {
  readonly year: number
  readonly pieces: number
  readonly spentCents: number
  readonly lostCents: number
}

/** By year, the latest first; of one school, or of all. */
export function yearsOf(rows: readonly SchoolYear[], schoolId: string | undefined): readonly Year[] {
  const years = new Map<number, Year>()
  for (const row of rows) {
    if (schoolId !== undefined && row.schoolId !== schoolId) continue
    const { year } = row
    const before = years.get(year) ?? { year, pieces: 0, spentCents: 0, lostCents: 0 }
    years.set(year, {
      year,
      pieces: before.pieces + row.pieces,
      spentCents: before.spentCents + row.spentCents,
      lostCents: before.lostCents + row.lostCents,
    })
  }
  return [...years.values()].sort((a, b) => b.year - a.year)
}

function totalsFrom(row: JsonObject): { -readonly [figure in keyof Totals]: number } {
  return {
    pieces: count(row.pieces),
    out: count(row.out),
    overdue: count(row.overdue),
    inMaintenance: count(row.inMaintenance),
    lost: count(row.lost),
    retired: count(row.retired),
    unsafe: count(row.unsafe),
    recertificationDue: count(row.recertificationDue),
    valueCents: count(row.valueCents),
  }
}

function yearFrom({ schoolId, year, pieces, spentCents, lostCents }: JsonObject): SchoolYear {
  return {
    schoolId: text(schoolId),
    year: count(year),
    pieces: count(pieces),
    spentCents: count(spentCents),
    lostCents: count(lostCents),
  }
}

function objectsIn(answer: unknown, name: string): readonly JsonObject[] {
  const list = requireObject(answer)[name]
  if (!Array.isArray(list)) throw unexpected()
  return list.filter(isJsonObject)
}

function requireObject(answer: unknown): JsonObject {
  if (!isJsonObject(answer)) throw unexpected()
  return answer
}

function unexpected(): ApiError {
  return new ApiError('unexpected-answer', 'The answer is not about an organization.')
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')
const count = (value: unknown): number => (typeof value === 'number' ? value : 0)
