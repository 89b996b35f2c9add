import type { WithDeleted } from 'rxdb/plugins/core'
import { replicateRxCollection } from 'rxdb/plugins/replication'
import { expect, test } from 'vitest'
import type { AnyDocument, WireDocument } from '../../../shared/collections/definition.ts'
import type { KeptCheckpoint } from './puller.ts'
import { createRxdbStream, type RxdbStream } from './rxdb-stream.ts'
import { atEnd, openThings } from './test-things.ts'

interface Page {
  readonly documents: readonly WireDocument[]
}

/** A real RxDB collection that is replicated from pages which the test hands out. */
async function replicated(
  nextPage: () => Promise<Page>,
  local = (document: WireDocument): WithDeleted<AnyDocument> => ({ ...document }),
) {
  const things = await openThings()
  let asked = 0
  const broken: unknown[] = []
  const stream: RxdbStream = createRxdbStream(
    local,
    () => state.internalReplicationState,
    (error) => broken.push(error),
  )
  const state = replicateRxCollection<AnyDocument, KeptCheckpoint>({
    replicationIdentifier: 'stream-test',
    collection: things,
    live: true,
    retryTime: 10,
    waitForLeadership: false,
    pull: {
      batchSize: 10,
      stream$: stream.items$,
      async handler() {
        stream.pagesAsked()
        asked += 1
        const { documents } = await nextPage()
        return { documents: [...documents], checkpoint: {} }
      },
    },
  })
  atEnd(async () => {
    stream.end()
    await state.cancel()
  })
  await state.awaitInitialReplication()
  return {
    stream,
    broken,
    asked: () => asked,
    name: async (id: string) => (await things.findOne(id).exec())?.get('name') as unknown,
  }
}

const thing = (name: string, stamp: string): WireDocument => ({ id: 'one', stamp, name, _deleted: false })

/** A school whose pages are read as they are asked for, and answered when the test says so. */
function heldPages() {
  const committed: WireDocument[] = []
  let held: (() => void)[] = []
  let holding = false
  return {
    committed,
    next(): Promise<Page> {
      if (!holding) return Promise.resolve({ documents: [...committed] })
      return new Promise((resolve) => held.push(() => resolve({ documents: [...committed] })))
    },
    hold() {
      holding = true
    },
    release() {
      holding = false
      for (const answer of held) answer()
      held = []
    },
  }
}

test('[T1] a gap that is noticed right behind a frame is pulled all the same', async () => {
  const pages = heldPages()
  const device = await replicated(pages.next)
  pages.hold()
  const before = device.asked()
  device.stream.askToPull()
  await expect.poll(() => device.asked()).toBe(before + 1)
  device.stream.give([thing('first', '1')], {}, () => true)
  await new Promise((resolve) => setTimeout(resolve, 20))
  device.stream.askToPull()
  await new Promise((resolve) => setTimeout(resolve, 20))
  pages.release()
  pages.committed.push(thing('first', '1'), { ...thing('second', '2'), id: 'two' })
  await expect.poll(() => device.name('two')).toBe('second')
  expect(await device.name('one')).toBe('first')
})

test('[D12] what the stream brought while a page was on its way never comes to lie over what the page brought later', async () => {
  const pages = heldPages()
  const device = await replicated(pages.next)
  pages.hold()
  const before = device.asked()
  device.stream.askToPull()
  await expect.poll(() => device.asked()).toBe(before + 1)
  // The frame of an earlier commit comes while the server reads the page, which holds a later one too.
  let isInPage = false
  device.stream.give([thing('earlier', '1')], {}, () => !isInPage)
  await new Promise((resolve) => setTimeout(resolve, 20))
  pages.committed.push(thing('later', '2'))
  isInPage = true
  pages.release()
  await expect.poll(() => device.name('one')).toBe('later')
  await new Promise((resolve) => setTimeout(resolve, 200))
  expect(await device.name('one')).toBe('later')
})

test('[T1] [C1] a frame behind a gap is stored after the pull that brings what was missed', async () => {
  const pages = heldPages()
  const device = await replicated(pages.next)
  const before = device.asked()
  // One that RxDB is storing, a gap, and the frame behind it: its checkpoint lies beyond what was missed.
  let askedAtFrame = 0
  device.stream.give([thing('first', '1')], {}, () => true)
  await new Promise((resolve) => setTimeout(resolve, 0))
  device.stream.askToPull()
  device.stream.give([{ ...thing('behind', '3'), id: 'two' }], {}, () => {
    askedAtFrame = device.asked()
    return true
  })
  await expect.poll(() => device.name('two')).toBe('behind')
  expect(await device.name('one')).toBe('first')
  expect(askedAtFrame).toBe(before + 1)
})

test('[T1] [D12] frames are stored whatever requests to pull come between them', async () => {
  const pages = heldPages()
  const device = await replicated(pages.next)
  for (let at = 0; at < 20; at += 1) {
    device.stream.give([{ ...thing(`frame ${at}`, `${at}`), id: `frame-${at}` }], {}, () => true)
    if (at % 3 === 0) device.stream.askToPull()
    if (at % 4 === 0) device.stream.askToPull()
    if (at % 5 === 0) await new Promise((resolve) => setTimeout(resolve, 0))
  }
  for (let at = 0; at < 20; at += 1) await expect.poll(() => device.name(`frame-${at}`)).toBe(`frame ${at}`)
})

test('[D10] [L3] what no page brings again is stored, though RxDB begins a pull before it has come to it', async () => {
  const pages = heldPages()
  pages.committed.push(thing('as it was sent', '1'))
  const device = await replicated(pages.next)
  pages.committed.splice(0)
  pages.hold()
  const before = device.asked()
  device.stream.askToPull()
  await expect.poll(() => device.asked()).toBe(before + 1)
  // Another pull is due behind the one that is under way; the echo comes between the two.
  device.stream.items$.next('RESYNC')
  await new Promise((resolve) => setTimeout(resolve, 20))
  const lacking = async (documents: readonly WireDocument[]) =>
    (await device.name('one')) === 'as it was sent' ? documents : []
  const given = device.stream.giveForGood([thing('as it is stored', '1')], lacking)
  await new Promise((resolve) => setTimeout(resolve, 20))
  pages.release()
  await given
  expect(await device.name('one')).toBe('as it is stored')
})

test('[D12] what no page brings again is not given any more where the device has something later', async () => {
  const pages = heldPages()
  pages.committed.push(thing('written since', '2'))
  const device = await replicated(pages.next)
  await device.stream.giveForGood([thing('as it is stored', '1')], async () => [])
  expect(await device.name('one')).toBe('written since')
})

test('[D12] what no page brings again never comes to lie over what the stream brought right before it', async () => {
  const pages = heldPages()
  pages.committed.push(thing('as it was sent', '1'))
  const device = await replicated(pages.next)
  const lacking = async (documents: readonly WireDocument[]) =>
    (await device.name('one')) === 'as it was sent' ? documents : []
  const given = device.stream.giveForGood([thing('as it is stored', '1')], async (documents) => {
    const left = await lacking(documents)
    // Another device's change comes while this one is being looked for.
    device.stream.give([thing('later, by another', '2')], {}, () => true)
    return left
  })
  await given
  await expect.poll(() => device.name('one')).toBe('later, by another')
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(await device.name('one')).toBe('later, by another')
})

test('[T1] frames that waited for long are stored in their order, some at a time', async () => {
  const pages = heldPages()
  const device = await replicated(pages.next)
  const sizes: number[] = []
  const given = device.stream.items$.subscribe((item) => {
    if (item !== 'RESYNC') sizes.push(item.documents.length)
  })
  pages.hold()
  const before = device.asked()
  device.stream.askToPull()
  await expect.poll(() => device.asked()).toBe(before + 1)
  for (let at = 0; at < 30; at += 1) {
    const documents = Array.from({ length: 50 }, (_, n) => ({
      ...thing(`${at}`, `${at}`),
      id: n === 0 ? 'one' : `frame-${at}-${n}`,
    }))
    device.stream.give(documents, {}, () => true)
  }
  pages.release()
  await expect.poll(() => device.name('frame-29-49')).toBe('29')
  given.unsubscribe()
  expect(await device.name('one')).toBe('29')
  expect(sizes).toEqual([250, 250, 250, 250, 250, 250])
})

test('[C1] what can’t be given ends the run: the frames behind it would lie beyond it', async () => {
  const device = await replicated(heldPages().next, (document) => {
    if (document.id === 'bad') throw new Error('bad')
    return { ...document }
  })
  device.stream.give([{ ...thing('bad', '1'), id: 'bad' }], {}, () => true)
  await expect.poll(() => device.broken).toMatchObject([{ message: 'bad' }])
})
