import 'fake-indexeddb/auto'
import { expect, test } from 'vitest'
import { formatStamp } from '../../../shared/clock.ts'
import { registry } from '../../../shared/registry.ts'
import { openSideStore, requested, type SideStoreName } from '../db/side-store.ts'
import { forgetErased } from './forget-erased.ts'

const stamp = formatStamp({ ms: Date.now(), counter: 0, deviceId: 'server' })
const erased = { id: 'p1', stamp, name: '', kind: 'athlete', active: false, _deleted: true }

async function withSide() {
  const side = await openSideStore(`erased-${crypto.randomUUID()}`)
  const sent = (collection: string, id: string, more: object = {}) => ({
    collection,
    row: { newDocumentState: { id, stamp: '1', ...more } },
    at: 1,
  })
  await side.write(['sent', 'parked', 'attention', 'state'], (store) => {
    store('state').put({ name: 'Jordan Quinn' }, 'echo/people/p1')
    store('state').put({ name: 'Jordan Quinn' }, 'underway/people/p1')
    store('state').put({ name: 'Ada' }, 'echo/people/p2')
    store('sent').add(sent('people', 'p1', { name: 'Jordan Quinn' }))
    store('sent').add(sent('people', 'p2', { name: 'Ada' }))
    store('sent').add(sent('transactions', 't1', { note: 'Jordan signed', type: 'check_out' }))
    store('parked').put({ collection: 'people', id: 'p1', row: sent('people', 'p1').row, at: 1 })
    store('attention').put({ key: 'people/p1/1', collection: 'people', documentId: 'p1', payload: 'Jordan' })
    store('attention').put({ key: 'people/p2/1', collection: 'people', documentId: 'p2', payload: 'Ada' })
  })
  const all = (name: SideStoreName) =>
    side.read([name], (store) => requested<unknown[]>(store(name).getAll()))
  const text = async () =>
    JSON.stringify([await all('sent'), await all('parked'), await all('attention'), await all('state')])
  return { side, all, text }
}

test('what a device keeps of its writes of an erased person goes with the person, and no other', async () => {
  const { side, text, all } = await withSide()
  await forgetErased(side, registry.people, [erased])
  expect(await text()).not.toContain('Jordan Quinn')
  expect(await text()).not.toContain('p1')
  expect(await text()).toContain('Ada')
  expect(await all('sent')).toHaveLength(2)
  expect(await all('state')).toHaveLength(1)
  side.close()
})

test('of an entry that lost its note the words go, and the entry can be sent again after a restore', async () => {
  const { side, text, all } = await withSide()
  await forgetErased(side, registry.transactions, [{ id: 't1', stamp, type: 'check_out', _deleted: false }])
  expect(await text()).not.toContain('Jordan signed')
  expect(await all('sent')).toContainEqual({
    collection: 'transactions',
    row: { newDocumentState: { id: 't1', stamp: '1', type: 'check_out' } },
    at: 1,
  })
  side.close()
})

test('what merely left the sight of a reader, or was deleted, is kept', async () => {
  const { side, text } = await withSide()
  const before = await text()
  await forgetErased(side, registry.people, [
    { ...erased, stamp: '' },
    { ...erased, name: 'Jordan Quinn' },
  ])
  expect(await text()).toBe(before)
  side.close()
})
