import { describe, expect, test } from 'vitest'
import { addressOf, countChoices, filtersOf, noFilters, toggled, withStatus } from './list-filters.ts'

describe('filters are addresses', () => {
  test('no filter is the plain address', () => {
    expect(addressOf(noFilters)).toBe('/equipment')
    expect(filtersOf({})).toEqual(noFilters)
  })

  test('every filter comes back from its own address', () => {
    const all = {
      text: 'helmet & 42, größe',
      status: ['checked_out', 'lost'],
      condition: ['poor'],
      kind: ['bulk'],
      category: ['c1', 'c2'],
      location: ['l1'],
      team: ['t1'],
      holder: ['p1'],
      overdue: true,
      deletion: true,
      sort: 'due',
    } as const
    const address = addressOf(all)
    const query = Object.fromEntries(new URLSearchParams(address.slice(address.indexOf('?'))))
    expect(filtersOf(query)).toEqual(all)
  })

  test('one address for one choice, whatever the order of choosing', () => {
    const one = toggled(toggled(noFilters, 'category', 'b'), 'category', 'a')
    const other = toggled(toggled(noFilters, 'category', 'a'), 'category', 'b')
    expect(addressOf(one)).toBe('/equipment?category=a,b')
    expect(addressOf(other)).toBe(addressOf(one))
  })

  test('values that nobody knows are left out and the rest of the link holds', () => {
    expect(filtersOf({ status: 'stolen,lost', sort: 'colour', kind: 'x', condition: 'poor' })).toEqual({
      ...noFilters,
      status: ['lost'],
      condition: ['poor'],
    })
  })

  test('a facet that is named twice in an address is one list', () => {
    expect(filtersOf({ status: ['lost', 'retired,lost'] }).status).toEqual(['lost', 'retired'])
  })
})

describe('choosing', () => {
  test('choosing again takes the choice away', () => {
    expect(toggled(toggled(noFilters, 'team', 't1'), 'team', 't1')).toEqual(noFilters)
  })

  test('a status replaces another one, overdue too', () => {
    const out = withStatus(noFilters, 'checked_out')
    expect(out.status).toEqual(['checked_out'])
    const overdue = withStatus(out, 'overdue')
    expect(overdue).toMatchObject({ status: [], overdue: true })
    expect(withStatus(overdue, 'lost')).toMatchObject({ status: ['lost'], overdue: false })
    expect(withStatus(overdue, 'overdue')).toEqual(noFilters)
  })

  test('of two statuses in an address, choosing one leaves that one', () => {
    expect(withStatus(filtersOf({ status: 'lost,retired' }), 'lost').status).toEqual(['lost'])
  })

  test('every choice counts, the text does not', () => {
    expect(countChoices(filtersOf({ q: 'x', status: 'lost,retired', team: 't', overdue: '1' }))).toBe(4)
  })
})
