import { createHash } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { uuidv7 } from '../../shared/ids.ts'
import { registry } from '../../shared/registry.ts'
import { withTenant } from '../tenancy/with-tenant.ts'
import type { Job } from './commit-queue.ts'
import { createCommitter } from './committer.ts'
import { needDocument } from './needs.ts'
import { pushJob } from './push.ts'
import { createTestSchool, helmet, type TestSchool } from './test-school.ts'

let school: TestSchool

beforeAll(async () => {
  school = await createTestSchool(8)
})
afterAll(() => school.close())

/** Counts in a document: what a commit that decided by an old state would lose shows in the sum. */
function countIn(ids: readonly string[]): Job<void> {
  const { categories } = registry
  return {
    size: ids.length,
    needs(needs) {
      for (const id of ids) needDocument(needs, categories, id)
    },
    decide(unit) {
      for (const id of ids) {
        const stored = unit.get(categories, id)
        const name = String(Number(stored?.document.name ?? 0) + 1)
        const document = { id, stamp: '1790000000000-0000-phone', name }
        unit.put(categories, { document, deleted: false, seq: 0, fieldStamps: {}, deviceStamps: {} })
        unit.audit({
          actorId: undefined,
          deviceId: undefined,
          action: 'update',
          collection: categories.name,
          documentId: id,
          detail: { name },
        })
      }
    },
  }
}

test('[C5] no count is lost whichever commits overlap, in one process or two', async () => {
  const committers = [school.sync.committer, school.secondProcess().committer]
  const ids = Array.from({ length: 30 }, () => uuidv7())
  const expected = new Map(ids.map((id) => [id, 0]))
  const writers = Array.from({ length: 12 }, async (_, writer) => {
    for (let round = 0; round < 25; round += 1) {
      // Some share documents with their neighbours, some have theirs alone.
      const chosen = [ids[writer], ids[(writer * 7 + round * 3) % ids.length]]
      const wanted = [...new Set(chosen.filter((id) => id !== undefined))]
      for (const id of wanted) expected.set(id, (expected.get(id) ?? 0) + 1)
      await committers[round % 5 === 0 ? 1 : 0]?.run(school.tenant, countIn(wanted))
    }
  })
  await Promise.all(writers)

  const rows = await school.rows('categories')
  expect(new Map(rows.map((row) => [row.id, Number(row.name)]))).toEqual(expected)
  const counted = [...expected.values()].reduce((sum, count) => sum + count, 0)
  const audit = (await school.rows('audit')).toSorted((a, b) => Number(a.n) - Number(b.n))
  expect(audit.map((entry) => entry.n)).toEqual(Array.from({ length: counted }, (_, index) => index + 1))
  let previous = Buffer.alloc(0)
  for (const { n, at, actor_id, device_id, action, collection, document_id, seq, detail, hash } of audit) {
    const entry = [n, at, actor_id, device_id, action, collection, document_id, seq, detail]
    const wanted = createHash('sha256').update(previous).update(JSON.stringify(entry)).digest()
    expect(hash).toEqual(wanted)
    previous = wanted
  }
})

/** Holds up every commit of the school at its first write until it is told to go on. */
async function holdCommits() {
  let release = () => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  let held: Promise<void> | undefined
  await new Promise<void>((resolve, reject) => {
    held = withTenant(school.pool, school.tenant, async (transaction) => {
      await transaction`select from sync_state for update`
      resolve()
      await released
    })
    held.catch(reject)
  })
  return async () => {
    release()
    await held
  }
}

async function waitingSessions(count: number) {
  for (;;) {
    const [row] = await school.pool<{ n: number }[]>`
      select count(distinct pid)::int as n from pg_locks join pg_stat_activity using (pid)
      where not granted and datname = current_database()`
    if (row?.n === count) return
    await delay(5)
  }
}

test.each([
  ['that has nothing in common with it is decided meanwhile', false],
  ['of the same document waits, and decides by what it left', true],
])('[C5] while one commit is being written, one %s', async (_, same) => {
  const { committer } = school.sync
  const first = uuidv7()
  const second = same ? first : uuidv7()
  const go = await holdCommits()
  const one = committer.run(school.tenant, countIn([first]))
  await waitingSessions(1)
  let decided = false
  const job = countIn([second])
  const two = committer.run(school.tenant, {
    ...job,
    decide(unit) {
      decided = true
      return job.decide(unit)
    },
  })
  await waitingSessions(2)
  const meanwhile = decided
  await go()
  await Promise.all([one, two])
  expect(meanwhile).toBe(!same)
  const rows = await school.rows('categories')
  expect(rows.find((row) => row.id === second)?.name).toBe(same ? '2' : '1')
})

test('[C5] a row that another process changed between reading and committing is merged again', async () => {
  const manager = await school.device('EQUIPMENT_MANAGER')
  const colleague = await school.device('EQUIPMENT_MANAGER')
  const second = school.secondProcess()
  const made = helmet(manager.stamp(), { manufacturer: 'Riddell' })
  await manager.write('equipment', made)
  const decided: number[] = []

  const go = await holdCommits()
  // This process writes something else and holds the lock; the other process waits for it with a change of the helmet.
  const before = school.sync.committer.run(school.tenant, countIn([uuidv7()]))
  await waitingSessions(1)
  const theirs = { ...made, name: 'Theirs', model: 'SpeedFlex', stamp: colleague.stamp() }
  const other = colleague.push('equipment', [{ newDocumentState: theirs, assumedMasterState: made }], second)
  await waitingSessions(2)
  // Decided by the helmet as it still stands, while what it goes by is being written.
  const ours = { ...made, name: 'Ours', size: 'L', stamp: manager.stamp() }
  const rows = [{ newDocumentState: ours, assumedMasterState: made }]
  const job = pushJob(school.sync.context, registry.equipment, manager.sender, rows)
  const own = school.sync.committer.run(school.tenant, {
    ...job,
    decide(unit) {
      decided.push(unit.get(registry.equipment, made.id)?.seq ?? 0)
      return job.decide(unit)
    },
  })
  await waitingSessions(3)
  await go()
  const [answer] = await Promise.all([own, other, before])

  const [early, late, ...more] = new Set(decided)
  expect([Number(late) > Number(early), more]).toEqual([true, []])
  const merged = { name: 'Theirs', manufacturer: 'Riddell', model: 'SpeedFlex', size: 'L' }
  expect(answer.documents).toMatchObject([{ id: made.id, ...merged }])
  expect(await manager.all('equipment')).toMatchObject([{ id: made.id, ...merged }])
  expect(await manager.all('reviews')).toMatchObject([
    { kind: 'overwritten', documentId: made.id, device: { name: 'Ours' }, server: { name: 'Theirs' } },
  ])
  await second.close()
})

test('[C5] [P8] what others keep from being decided is answered 503 with Retry-After, and nothing of it stays', async () => {
  let tries = 0
  const committer = createCommitter({
    database: school.pool,
    participants: [
      {
        // What moves the counter and waits for no lock, after this commit has read it and before it writes.
        async load(transaction) {
          tries += 1
          await transaction`select 1`
          await withTenant(school.pool, school.tenant, (tx) => tx`update sync_state set seq = seq + 1`)
        },
        changed: () => false,
        write() {},
      },
    ],
    onCommit: () => expect.unreachable(),
  })
  const id = uuidv7()
  await expect(committer.run(school.tenant, countIn([id]))).rejects.toMatchObject({
    code: 'database-unavailable',
    status: 503,
    retryAfter: 1,
  })
  expect(tries).toBe(5)
  expect((await school.rows('categories')).filter((row) => row.id === id)).toEqual([])
})

test('a job that throws is refused alone: what was merged with it, and what overlapped, is stored', async () => {
  const id = uuidv7()
  const bad: Job<void> = {
    size: 1,
    needs() {},
    decide() {
      throw new Error('refused')
    },
  }
  const { committer } = school.sync
  const jobs = Array.from({ length: 20 }, (_, index) =>
    committer.run(school.tenant, index % 5 === 3 ? bad : countIn([id])),
  )
  const outcomes = await Promise.allSettled(jobs)
  expect(outcomes.map(({ status }) => status)).toEqual(
    Array.from({ length: 20 }, (_, index) => (index % 5 === 3 ? 'rejected' : 'fulfilled')),
  )
  const [row] = (await school.rows('categories')).filter((stored) => stored.id === id)
  expect(row?.name).toBe('16')
})
