import type { WithDeleted } from 'rxdb/plugins/core'
import { replicateRxCollection } from 'rxdb/plugins/replication'
import { expect, test, vi } from 'vitest'
import type { AnyDocument } from '../../../shared/collections/definition.ts'
import { endReplication, onStorageFault, requireWorking } from './storage-faults.ts'
import { atEnd, openThings } from './test-things.ts'

const FULL = new DOMException('The disk is full.', 'QuotaExceededError')
type Things = Awaited<ReturnType<typeof openThings>>

/** Two documents on two pages. */
const pages: readonly WithDeleted<AnyDocument>[] = [
  { id: 'one', stamp: '1', name: 'first', _deleted: false },
  { id: 'two', stamp: '2', name: 'second', _deleted: false },
]

/** `until`: what the pages wait for. */
function replicate(collection: Things, until = () => Promise.resolve()) {
  const state = replicateRxCollection<AnyDocument, { page: number }>({
    replicationIdentifier: 'faults-test',
    collection,
    live: true,
    retryTime: 10,
    waitForLeadership: false,
    pull: {
      batchSize: 1,
      async handler(checkpoint) {
        await until()
        const page = checkpoint?.page ?? 0
        const next = pages[page]
        return { documents: next ? [{ ...next }] : [], checkpoint: { page: page + (next ? 1 : 0) } }
      },
    },
  })
  atEnd(() => state.cancel())
  return state
}

type State = ReturnType<typeof replicate>

/** By what RxDB stores documents. */
async function storageOf(state: State) {
  await expect.poll(() => state.internalReplicationState).toBeDefined()
  return state.internalReplicationState?.input.forkInstance ?? expect.fail()
}

const names = async (things: Things) =>
  (await things.find().exec()).map((one) => String(one.get('name'))).toSorted()

test('[D9] [D10] a page that could not be stored ends the run before a later one moves the checkpoint beyond it', async () => {
  const things = await openThings()
  const go = Promise.withResolvers<void>()
  const state = replicate(things, () => go.promise)
  const faults: unknown[] = []
  const unfollow = onStorageFault(state, (error) => faults.push(error))
  atEnd(async () => unfollow())
  vi.spyOn(await storageOf(state), 'bulkWrite').mockRejectedValueOnce(FULL)
  go.resolve()
  await expect.poll(() => faults).toEqual([FULL])
  await state.cancel()
  await replicate(things).awaitInitialReplication()
  expect(await names(things)).toEqual(['first', 'second'])
})

test('[D10] a server that does not answer is no fault of the storage', async () => {
  const things = await openThings()
  const state = replicate(things, () => Promise.reject(new Error('no network')))
  const faults: unknown[] = []
  const unfollow = onStorageFault(state, (error) => faults.push(error))
  atEnd(async () => unfollow())
  const passed: unknown[] = []
  const others = state.error$.subscribe((error) => passed.push(error))
  atEnd(async () => others.unsubscribe())
  await expect.poll(() => passed.length).toBeGreaterThan(0)
  expect(faults).toEqual([])
})

test('[D10] a replication that could not note how far it is says so, also where nothing is unsent', async () => {
  const things = await openThings()
  const state = replicate(things)
  await state.awaitInitialReplication()
  await requireWorking(state)
  const internal = state.internalReplicationState ?? expect.fail()
  // As RxDB leaves it where that write failed.
  internal.checkpointQueue = Promise.reject(FULL)
  await expect(requireWorking(state)).rejects.toBe(FULL)
  await endReplication(state)
  expect(state.isStopped()).toBe(true)
})
