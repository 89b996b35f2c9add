import { afterAll, beforeAll, expect, test } from 'vitest'
import { uuidv7 } from '../../shared/ids.ts'
import { registry } from '../../shared/registry.ts'
import { withTenant } from '../tenancy/with-tenant.ts'
import { isCounterMoved, readUnit, writeUnit } from './commit.ts'
import { createNeeds } from './needs.ts'
import type { SyncState } from './numbered.ts'
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

/** Reads, and writes as a commit that goes by `state` where one is given. */
function commit(name: string | undefined, state?: SyncState): Promise<SyncState> {
  return withTenant(school.pool, school.tenant, async (transaction) => {
    const read = await readUnit(transaction, createNeeds(), [], { school: school.tenant.id, state })
    putCategory(read.unit, name)
    return writeUnit(transaction, read, [])
  })
}

const failureOf = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  )

test('[C5] a commit that goes by what is no longer the last state is taken back as a whole', async () => {
  const before = await school.counter()
  const first = await commit('Helmets')
  const second = await commit('Pads', first)
  expect([first.seq, second.seq]).toEqual([before + 1, before + 2])
  expect(isCounterMoved(await failureOf(commit('Cleats', first)))).toBe(true)
  expect(await school.counter()).toBe(before + 2)
  expect((await school.rows('categories')).map((row) => row.name).sort()).toEqual(['Helmets', 'Pads'])
})

test('[P5] a write that Postgres refuses fails the commit with its own reason, and nothing of it stays', async () => {
  const before = await school.counter()
  const failure = await failureOf(commit(undefined))
  expect(failure).toMatchObject({ code: '23502', column_name: 'name' })
  expect(isCounterMoved(failure)).toBe(false)
  expect(await school.counter()).toBe(before)
})
