import type { RxReplicationWriteToMasterRow, WithDeleted } from 'rxdb/plugins/core'
import { replicateRxCollection } from 'rxdb/plugins/replication'
import { expect, test } from 'vitest'
import type { AnyDocument, WireDocument } from '../../../shared/collections/definition.ts'
import type { KeptCheckpoint } from './puller.ts'
import { createRxdbStream, type RxdbStream } from './rxdb-stream.ts'
import { atEnd, openThings } from './test-things.ts'

const HISTORY = { epoch: 'e', access: 'a', generation: 0 }
const thing = (id: string, name: string, stamp: string): WireDocument => ({
  id,
  stamp,
  name,
  _deleted: false,
})
const moment = () => new Promise((resolve) => setTimeout(resolve, 20))

/** Something that goes on when the test lets it. */
function barrier() {
  const wait = Promise.withResolvers<void>()
  return { passed: wait.promise, open: wait.resolve }
}

/** A school of one collection, numbered, and a device whose pulls and pushes wait where the test says so. */
async function schoolAndDevice() {
  const things = await openThings()
  const committed = new Map<string, { readonly document: WireDocument; readonly seq: number }>()
  const waits = { pull: Promise.resolve(), answer: Promise.resolve(), push: Promise.resolve() }
  const seen = { begun: 0, pushes: 0, reached: 0 }
  const stream: RxdbStream = createRxdbStream(
    (document): WithDeleted<AnyDocument> => ({ ...document }),
    () => state.internalReplicationState,
    (error) => {
      throw error
    },
  )
  const state = replicateRxCollection<AnyDocument, KeptCheckpoint>({
    replicationIdentifier: 'requests-test',
    collection: things,
    live: true,
    retryTime: 10,
    waitForLeadership: false,
    pull: {
      batchSize: 10,
      stream$: stream.items$,
      async handler(checkpoint) {
        seen.begun += 1
        await waits.pull
        stream.pagesAsked()
        const from = checkpoint?.seq ?? 0
        const rows = [...committed.values()].filter(({ seq }) => seq > from)
        const top = Math.max(from, ...rows.map(({ seq }) => seq))
        await waits.answer
        seen.reached = Math.max(seen.reached, top)
        return {
          documents: rows.map(({ document }) => ({ ...document })),
          checkpoint: { ...HISTORY, seq: top },
        }
      },
    },
    push: {
      batchSize: 10,
      async handler(_rows: RxReplicationWriteToMasterRow<AnyDocument>[]) {
        seen.pushes += 1
        await waits.push
        return []
      },
    },
  })
  atEnd(async () => {
    stream.end()
    await state.cancel()
  })
  await state.awaitInitialReplication()
  await moment()
  const commit = (document: WireDocument, seq: number) => committed.set(document.id, { document, seq })
  return {
    stream,
    seen,
    waits,
    commit,
    frame(document: WireDocument, seq: number) {
      commit(document, seq)
      stream.give([document], { ...HISTORY, seq }, () => seen.reached < seq)
    },
    write: (document: AnyDocument) => things.insert(document),
    name: async (id: string) => (await things.findOne(id).exec())?.get('name') as unknown,
  }
}

test('[D12] [C1] a frame that came before a page never comes to lie over it, though a request to pull was left behind', async () => {
  const device = await schoolAndDevice()
  const { stream, seen, waits } = device
  const before = seen.begun
  const [gate, answer, push] = [barrier(), barrier(), barrier()]
  // A pull that waits, and another request to pull behind it.
  waits.pull = gate.passed
  stream.askToPull()
  await expect.poll(() => seen.begun).toBe(before + 1)
  stream.askToPull()
  await moment()
  waits.answer = answer.passed
  gate.open()
  await moment()
  // The page is read by now; a frame comes behind it.
  device.frame(thing('one', 'earlier', '12'), 12)
  await moment()
  // A local write: what the stream brings and the next page wait for its answer.
  waits.push = push.passed
  waits.pull = push.passed
  await device.write({ id: 'two', stamp: 'l', name: 'local' })
  await expect.poll(() => seen.pushes).toBe(1)
  answer.open()
  await moment()
  device.commit(thing('one', 'later', '20'), 20)
  push.open()
  await expect.poll(() => device.name('one')).toBe('later')
  device.frame(thing('three', 'of another', '21'), 21)
  await expect.poll(() => device.name('three')).toBe('of another')
  expect(await device.name('one')).toBe('later')
})
