import { expect, test } from 'vitest'
import { countValues } from './facet-options.ts'

test('things without a value are counted nowhere, and a thing that is out with somebody lies nowhere', () => {
  const base = { stamp: '', kind: 'serialized', name: '', status: 'available' } as const
  const counts = countValues(
    [
      { ...base, id: '1', homeLocationId: 'gym' },
      { ...base, id: '2', locationId: 'bus', homeLocationId: 'gym' },
      { ...base, id: '3' },
      { ...base, id: '4', status: 'checked_out', homeLocationId: 'gym' },
    ],
    'location',
  )
  expect([...counts]).toEqual([
    ['gym', 1],
    ['bus', 1],
  ])
})
