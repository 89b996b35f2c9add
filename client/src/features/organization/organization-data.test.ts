import { expect, test } from 'vitest'
import { type School, sumOf, type Totals, yearsOf } from './organization-data.ts'

const none: Totals = {
  pieces: 0,
  out: 0,
  overdue: 0,
  inMaintenance: 0,
  lost: 0,
  retired: 0,
  unsafe: 0,
  recertificationDue: 0,
  valueCents: 0,
}
const school = (id: string, totals: Partial<Totals>): School => ({
  id,
  name: id,
  organization: 'Cascade',
  totals: { ...none, ...totals },
})

test('all schools together are the sum of each figure, and of no school nothing', () => {
  const schools = [
    school('northridge', { pieces: 2_011, out: 803, overdue: 41, valueCents: 12_345_678 }),
    school('lakeview', { pieces: 1_990, lost: 7, unsafe: 1, valueCents: 1 }),
  ]
  expect(sumOf(schools)).toEqual({
    ...none,
    pieces: 4_001,
    out: 803,
    overdue: 41,
    lost: 7,
    unsafe: 1,
    valueCents: 12_345_679,
  })
  expect(sumOf([])).toEqual(none)
})

test('years are added up over schools, or are those of one, the latest first', () => {
  const rows = [
    { schoolId: 'a', year: 2024, pieces: 3, spentCents: 300, lostCents: 100 },
    { schoolId: 'b', year: 2025, pieces: 1, spentCents: 50, lostCents: 0 },
    { schoolId: 'b', year: 2024, pieces: 2, spentCents: 20, lostCents: 10 },
  ]
  expect(yearsOf(rows, undefined)).toEqual([
    { year: 2025, pieces: 1, spentCents: 50, lostCents: 0 },
    { year: 2024, pieces: 5, spentCents: 320, lostCents: 110 },
  ])
  expect(yearsOf(rows, 'a')).toEqual([{ year: 2024, pieces: 3, spentCents: 300, lostCents: 100 }])
})
