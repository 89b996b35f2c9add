import 'fake-indexeddb/auto'
import { expect, test, vi } from 'vitest'
import { openSideStore } from './side-store.ts'
import { valuesAt } from './values-at.ts'

const id = (n: number) => String(n).padStart(4, '0')

async function storeWith(numbers: readonly number[]) {
  const side = await openSideStore(`values-${crypto.randomUUID()}`)
  await side.write(['journal'], (store) => {
    for (const n of numbers) store('journal').put({ collection: 'equipment', id: id(n), n })
  })
  return {
    read: (wanted: readonly number[]) =>
      side.read(['journal'], async (store) => {
        const keys = wanted.map((n) => ['equipment', id(n)])
        const journal = store('journal')
        const asked = vi.spyOn(journal, 'get')
        const values = await valuesAt(journal, keys)
        return {
          values: values.map((value) => Reflect.get(Object(value), 'n')),
          asked: asked.mock.calls.length,
        }
      }),
  }
}

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => from + at)

test('values come in the order of their keys, with nothing for those that are not there', async () => {
  const { read } = await storeWith([1, 3, 5, 9])
  expect((await read([9, 2, 1, 5, 4])).values).toEqual([9, undefined, 1, 5, undefined])
  expect((await read([3, 8])).values).toEqual([3, undefined])
  expect((await read([])).values).toEqual([])
  expect((await read(range(20, 40))).values).toEqual(range(20, 40).map(() => undefined))
})

test('many that lie together, or of which none is there, are not asked for one by one', async () => {
  const { read } = await storeWith(range(0, 100))
  expect(await read(range(10, 60))).toEqual({ values: range(10, 60), asked: 0 })
  const { read: readEmpty } = await storeWith([])
  expect(await readEmpty(range(0, 100))).toEqual({ values: range(0, 100).map(() => undefined), asked: 0 })
})

test('those that lie far apart are found among all the others', async () => {
  const { read } = await storeWith(range(0, 3_000))
  const wanted = [2_999, 0, 1_500, 700, 3_500]
  expect((await read(wanted)).values).toEqual([2_999, 0, 1_500, 700, undefined])
})
