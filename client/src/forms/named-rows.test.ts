import { expect, test } from 'vitest'
import { checkedRows, rowsOf } from './named-rows.ts'

test('a value that was not touched keeps its type', () => {
  const before = { weight: 12, washed: true, shelf: 'C' }
  const { values } = checkedRows(rowsOf(before), before)
  expect(values).toEqual(before)
})

test('empty rows are passed over, half rows are asked about', () => {
  const { values, issues } = checkedRows([
    { name: '', value: ' ' },
    { name: 'Shelf', value: '' },
    { name: '', value: '12' },
    { name: ' Lot ', value: ' 7 ' },
  ])
  expect(values).toEqual({ Lot: '7' })
  expect(issues).toEqual([
    { field: '1', code: 'required' },
    { field: '2', code: 'required' },
  ])
})

test('a name that is used twice loses neither value in silence', () => {
  const { issues } = checkedRows([
    { name: 'Lot', value: '7' },
    { name: 'Lot ', value: '8' },
  ])
  expect(issues).toEqual([{ field: '1', code: 'twice' }])
})

test('a name that would change what an object is, is refused', () => {
  expect(checkedRows([{ name: '__proto__', value: 'x' }]).issues).toEqual([{ field: '0', code: 'not-text' }])
})
