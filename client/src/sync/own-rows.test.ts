import type { RxReplicationPullStreamItem, RxReplicationWriteToMasterRow } from 'rxdb/plugins/core'
import { replicateRxCollection } from 'rxdb/plugins/replication'
import { Subject } from 'rxjs'
import { expect, test } from 'vitest'
import { formatStamp } from '../../../shared/clock.ts'
import type { AnyDocument } from '../../../shared/collections/definition.ts'
import { createOwnRows, type OwnRows } from './own-rows.ts'
import { atEnd, openThings } from './test-things.ts'

const HERE = 'this-device'
const stampAt = (ms: number, deviceId: string) => formatStamp({ ms, counter: 0, deviceId })
const thing = (name: string, stamp: string) => ({ id: 'one', stamp, name, _deleted: false })

/** A real RxDB collection that is replicated, and notes what it pulled only when the test lets it. */
async function replicated() {
  const things = await openThings({
    isEqual: (a, b) => a.stamp === b.stamp && a.name === b.name,
    resolve: async ({ realMasterState }) => realMasterState,
  })
  const pulled$ = new Subject<RxReplicationPullStreamItem<AnyDocument, object>>()
  const handed: string[] = []
  const sent: RxReplicationWriteToMasterRow<AnyDocument>[] = []
  let answered = 0
  const state = replicateRxCollection<AnyDocument, object>({
    replicationIdentifier: 'own-rows-test',
    collection: things,
    live: true,
    retryTime: 10,
    waitForLeadership: false,
    pull: { stream$: pulled$, handler: async () => ({ documents: [], checkpoint: {} }) },
    push: {
      async handler(rows) {
        for (const { newDocumentState } of rows) handed.push(newDocumentState.stamp)
        sent.push(...(await own.of(rows)))
        answered += 1
        return []
      },
    },
  })
  const own: OwnRows = createOwnRows(state, HERE)
  atEnd(async () => {
    own.end()
    await state.cancel()
  })
  await state.awaitInitialReplication()
  const internal = state.internalReplicationState
  if (!internal) throw new Error('The replication has not started.')
  const { metaInstance: meta, forkInstance: documents } = internal.input
  const read = documents.query.bind(documents)
  let unread = Promise.resolve()
  let readings = 0
  documents.query = async (query) => {
    readings += 1
    await unread
    return read(query)
  }
  const note = meta.bulkWrite.bind(meta)
  let held = Promise.resolve()
  meta.bulkWrite = async (rows, context) => {
    if (context === 'replication-down-write-meta') await held
    return note(rows, context)
  }
  return {
    handed,
    answered: () => answered,
    readings: () => readings,
    sent,
    pull: (name: string, stamp: string) =>
      pulled$.next({ documents: [thing(name, stamp)], checkpoint: { stamp } }),
    pushAgain: () => pulled$.next('RESYNC'),
    name: async () => (await things.findOne('one').exec())?.get('name') as unknown,
    write: async (name: string, stamp: string) => {
      await (await things.findOne('one').exec())?.incrementalPatch({ name, stamp })
    },
    assumed: async () => (await own.assumed(['one'])).get('one')?.name,
    /** Each returns what ends it. */
    holdNoting() {
      const { promise, resolve } = Promise.withResolvers<void>()
      held = promise
      return resolve
    },
    holdReading() {
      const { promise, resolve } = Promise.withResolvers<void>()
      unread = promise
      return resolve
    },
  }
}

test('[P9] what was pulled and is not noted yet is sent by nobody as a write', async () => {
  const device = await replicated()
  device.pull('first', stampAt(1, 'another-device'))
  await expect.poll(() => device.assumed()).toBe('first')
  const release = device.holdNoting()
  // RxDB has begun to look for what is left over when the pulled document is stored.
  const read = device.holdReading()
  const before = device.readings()
  device.pushAgain()
  await expect.poll(() => device.readings()).toBe(before + 1)
  device.pull('second', stampAt(2, 'server'))
  await expect.poll(() => device.name()).toBe('second')
  read()
  await expect.poll(() => device.handed).toEqual([stampAt(2, 'server')])
  // By its stamp alone: nothing has to be waited for.
  await expect.poll(() => device.answered()).toBe(1)
  release()
  await expect.poll(() => device.assumed()).toBe('second')
  expect(device.sent).toEqual([])
})

test('[P3] a write made on what was just pulled goes out on that base, and never on an older one', async () => {
  const device = await replicated()
  device.pull('first', stampAt(1, 'another-device'))
  await expect.poll(() => device.assumed()).toBe('first')
  const release = device.holdNoting()
  device.pull('second', stampAt(2, 'another-device'))
  await expect.poll(() => device.name()).toBe('second')
  await device.write('mine', stampAt(3, HERE))
  await expect.poll(() => device.handed).toEqual([stampAt(3, HERE)])
  expect(device.sent).toEqual([])
  release()
  await expect.poll(() => device.assumed()).toBe('second')
  // Until it is written once more, as the journal makes it be, it is unsent.
  await device.write('mine', stampAt(4, HERE))
  await expect.poll(() => device.sent).toHaveLength(1)
  expect(device.sent[0]?.assumedMasterState?.name).toBe('second')
  expect(device.sent[0]?.newDocumentState.name).toBe('mine')
})
