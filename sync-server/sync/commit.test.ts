import { afterAll, beforeAll, expect, test } from 'vitest'
import { uuidv7 } from '../../shared/ids.ts'
import { registry } from '../../shared/registry.ts'
import { withTenant } from '../tenancy/with-tenant.ts'
import { isCounterMoved, readUnit, writeUnit } from './commit.ts'
import { createNeeds } from './needs.ts'
import { createTestSchool, type TestSchool } from './test-school.ts'
import type { Unit } from './unit.ts'

let school: TestSchool

beforeAll(async () => {
  school = await createTestSchool()
})
afterAll(() => school.close())

function putCategory(unit: Unit, name: string | undefined) {
  const document = { id: uuidv7(), stamp: '1790000000000-0000-phone', name }
  unit.put(registry.categories, { document, deleted: false, seq: 0, fieldStamps: {}, deviceStamps: {} })
}

/** Reads as a commit does and writes by a counter that is so far behind. */
function commit(name: string | undefined, staleBy: number) {
  return withTenant(school.pool, school.tenant, async (transaction) => {
    const { unit, state } = await readUnit(transaction, school.tenant.schema, createNeeds(), [])
    putCategory(unit, name)
    return writeUnit(transaction, unit, { ...state, seq: state.seq - staleBy }, [])
  })
}

test('[C5] a counter that is no longer what was read takes all of the commit back', async () => {
  const before = await school.counter()
  expect(await commit('Helmets', 0)).toBe(before + 1)
  const failure = await commit('Pads', 1).then(
    () => undefined,
    (error: unknown) => error,
  )
  expect(isCounterMoved(failure)).toBe(true)
  expect(await school.counter()).toBe(before + 1)
  expect((await school.rows('categories')).map((row) => row.name)).toEqual(['Helmets'])
})

test('[P5] a write that Postgres refuses fails the commit with its own reason, and nothing of it stays', async () => {
  const before = await school.counter()
  const failure = await commit(undefined, 0).then(
    () => undefined,
    (error: unknown) => error,
  )
  expect(failure).toMatchObject({ code: '23502', column_name: 'name' })
  expect(isCounterMoved(failure)).toBe(false)
  expect(await school.counter()).toBe(before)
})
