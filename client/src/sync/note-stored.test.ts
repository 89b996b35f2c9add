import type { RxReplicationWriteToMasterRow, WithDeleted } from 'rxdb/plugins/core'
import { replicateRxCollection } from 'rxdb/plugins/replication'
import { expect, test } from 'vitest'
import { formatStamp } from '../../../shared/clock.ts'
import type { AnyDocument } from '../../../shared/collections/definition.ts'
import { conflictHandler } from '../db/conflict-handler.ts'
import { noteStored } from './note-stored.ts'
import { atEnd, openThings } from './test-things.ts'

const HERE = 'this-device'
const stampAt = (ms: number, deviceId: string) => formatStamp({ ms, counter: 0, deviceId })
const thing = (id: string, name: string, stamp: string) => ({ id, stamp, name, _deleted: false })

type Rows = RxReplicationWriteToMasterRow<AnyDocument>[]
type Things = Awaited<ReturnType<typeof openThings>>

function replicate(
  things: Things,
  push: (rows: Rows) => Promise<WithDeleted<AnyDocument>[]>,
  pull: () => Promise<WithDeleted<AnyDocument>[]> = async () => [],
) {
  let isGiven = false
  return replicateRxCollection<AnyDocument, { readonly at?: number }>({
    replicationIdentifier: 'note-stored-test',
    collection: things,
    live: true,
    retryTime: 10,
    waitForLeadership: false,
    pull: {
      async handler() {
        const documents = isGiven ? [] : await pull()
        isGiven = true
        return { documents, checkpoint: { at: 1 } }
      },
    },
    push: { handler: push },
  })
}

/** A page that ends when it has stored what its push was answered with, and has not noted that the server holds it. */
async function endedBeforeNoting(things: Things): Promise<void> {
  const state = replicate(things, async () => [thing('one', 'of another', stampAt(2, 'another'))])
  await state.awaitInitialReplication()
  const { internalReplicationState: internal } = state
  if (!internal) throw new Error('The replication has not started.')
  const { metaInstance } = internal.input
  const note = metaInstance.bulkWrite.bind(metaInstance)
  const { promise: ended, resolve: end } = Promise.withResolvers<void>()
  metaInstance.bulkWrite = async (rows, context) => {
    if (context !== 'replication-up-write-conflict-meta') return note(rows, context)
    end()
    return { error: [] }
  }
  await things.insert(thing('one', 'mine', stampAt(1, HERE)))
  await ended
  await state.cancel()
}

test('[L3] a page brings what was stored since, also where the page before ended before it had noted an answer', async () => {
  const things = await openThings(conflictHandler)
  await endedBeforeNoting(things)
  const name = async (id: string) => (await things.findOne(id).exec())?.get('name') as unknown
  expect(await name('one')).toBe('of another')
  // Something else is unsent, and its push takes long.
  await things.insert(thing('two', 'mine too', stampAt(3, HERE)))
  const { promise: answered, resolve: answer } = Promise.withResolvers<void>()
  const sent: unknown[] = []

  const state = replicate(
    things,
    async (rows) => {
      sent.push(...rows.map(({ newDocumentState }) => newDocumentState.name))
      await answered
      return []
    },
    async () => {
      const { internalReplicationState: internal } = state
      if (internal) await noteStored(internal, HERE)
      return [thing('one', 'stored since', stampAt(4, 'another'))]
    },
  )
  atEnd(() => state.cancel())
  await expect.poll(() => name('one')).toBe('stored since')
  answer()
  await state.awaitInSync()
  expect(await name('one')).toBe('stored since')
  expect(sent).toContain('mine too')
})
