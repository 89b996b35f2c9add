import { expect, test } from 'vitest'
import { compareVersions, versionsOf } from './compare-versions.ts'

const versions = versionsOf({
  base: { id: 'a', name: 'Helmet', size: 'M', serial: '1', model: 'SpeedFlex' },
  device: { id: 'a', name: 'Helmet', size: 'L', model: 'SpeedFlex', typo: 'x' },
  server: { id: 'a', name: 'Helmet', size: 'XL', serial: '1', model: 'SpeedFlex' },
})

test('what differs comes first, in the order of the definition, then what is the same', () => {
  const rows = compareVersions(versions, ['name', 'serial', 'size', 'model'], (field) => field !== 'id')
  expect(rows.map(({ field, differs }) => `${field} ${differs}`)).toEqual([
    'serial true',
    'size true',
    'typo true',
    'name false',
    'model false',
  ])
})

test('a value that one side removed is a difference, and a field that nobody foresaw is not hidden', () => {
  const rows = compareVersions(versions, ['serial'], () => true)
  expect(rows.find(({ field }) => field === 'serial')).toEqual({
    field: 'serial',
    base: '1',
    device: undefined,
    server: '1',
    differs: true,
  })
  expect(rows.find(({ field }) => field === 'typo')?.device).toBe('x')
})

test('a version that is there alone differs from nothing', () => {
  const rows = compareVersions(versionsOf({ device: { name: 'Helmet' } }), ['name'], () => true)
  expect(rows).toEqual([
    { field: 'name', base: undefined, device: 'Helmet', server: undefined, differs: false },
  ])
})

test('a version that is no object is none', () => {
  expect(versionsOf({ base: null, device: ['x'], server: 'y' })).toEqual({
    base: undefined,
    device: undefined,
    server: undefined,
  })
})
