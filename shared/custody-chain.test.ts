import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { forksOf, heads, type Link } from './custody-chain.ts'

const link = (id: string, type: Link['type'], previousId?: string, toHolderId?: string): Link => ({
  id,
  type,
  stamp: `000000000000${id.length}-0000-${id}`,
  ...(previousId === undefined ? {} : { previousId }),
  ...(toHolderId === undefined ? {} : { toHolderId }),
})

describe('[S2] forks', () => {
  test('a chain is none', () => {
    expect(
      forksOf([link('a', 'check_out'), link('b', 'check_in', 'a'), link('c', 'check_out', 'b')]),
    ).toEqual([])
  })

  test('none counts as one: two first transactions are a fork', () => {
    const [fork] = forksOf([link('a', 'check_out', undefined, 'x'), link('b', 'check_out', undefined, 'y')])
    expect(fork).toMatchObject({ previousId: undefined, agreed: false, joined: false })
    expect(fork?.ends.map((end) => end.id)).toEqual(['a', 'b'])
  })

  test('a transaction whose previous one has not come is none', () => {
    expect(forksOf([link('b', 'check_in', 'not-here')])).toEqual([])
  })

  test('what the server wrote, and what moves nothing, is never a side', () => {
    const chain = [
      link('a', 'check_out', 'p'),
      link('s', 'status_set', 'p'),
      link('i', 'inspect', 'p'),
      link('d', 'report_damaged', 'p'),
    ]
    expect(forksOf(chain)).toEqual([])
  })

  test('ends that agree settle it; the same holder by two ways agrees', () => {
    expect(forksOf([link('a', 'check_in', 'p'), link('b', 'check_in', 'p')])[0]?.agreed).toBe(true)
    expect(forksOf([link('a', 'check_out', 'p', 'x'), link('b', 'transfer', 'p', 'x')])[0]?.agreed).toBe(true)
    expect(forksOf([link('a', 'check_out', 'p', 'x'), link('b', 'check_out', 'p', 'y')])[0]?.agreed).toBe(
      false,
    )
  })

  test('a resolution that lists all ends joins them', () => {
    const chain = [link('a', 'check_out', 'p', 'x'), link('b', 'check_out', 'p', 'y')]
    const [fork] = forksOf([...chain, { ...link('r', 'transfer', undefined, 'x'), previousIds: ['a', 'b'] }])
    expect(fork).toMatchObject({ joined: true, agreed: false })
    const [half] = forksOf([...chain, { ...link('r', 'transfer', undefined, 'x'), previousIds: ['a'] }])
    expect(half).toMatchObject({ joined: false })
  })

  test('joined, a fork stays so when what follows on the resolution parts again: that is a fork of its own', () => {
    const chain = [
      link('a', 'check_out', 'p', 'x'),
      link('b', 'check_out', 'p', 'y'),
      { ...link('r', 'transfer', undefined, 'x'), previousIds: ['a', 'b'] },
      link('c', 'transfer', 'r', 'y'),
      link('d', 'check_in', 'r'),
    ]
    const forks = forksOf(chain)
    expect(forks.map(({ previousId, joined, agreed }) => [previousId, joined, agreed])).toEqual([
      ['p', true, false],
      ['r', false, false],
    ])
    expect(forks.map(({ ends }) => ends.map(({ id }) => id))).toEqual([
      ['c', 'd'],
      ['c', 'd'],
    ])
    // One that goes around the resolution is settled by nobody.
    const [around] = forksOf([...chain, link('e', 'transfer', 'a', 'z')])
    expect(around).toMatchObject({ previousId: 'p', joined: false })
  })

  test('a circle of wrong references ends', () => {
    expect(
      forksOf([
        link('a', 'check_out', 'b', 'x'),
        link('b', 'check_out', 'a', 'y'),
        link('c', 'check_in', 'a'),
      ]),
    ).toHaveLength(1)
  })

  test('whatever the order of arrival, the forks and heads are the same', () => {
    const ids = ['a', 'b', 'c', 'd', 'e', 'f']
    const type = fc.constantFrom<Link['type']>(
      'check_out',
      'check_in',
      'transfer',
      'report_lost',
      'status_set',
    )
    const previous = fc.option(fc.constantFrom(...ids, 'gone'), { nil: undefined })
    const chain = fc.tuple(
      ...ids.map((id) =>
        fc.tuple(type, previous).map(([kind, before]) => link(id, kind, before, id < 'c' ? 'x' : 'y')),
      ),
    )
    const facts = (links: readonly Link[]) =>
      forksOf(links)
        .map(({ previousId, sides, ends, agreed, joined }) => [
          previousId ?? '',
          sides.map((side) => side.id),
          ends.map((end) => end.id),
          agreed,
          joined,
        ])
        .toSorted((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1))
    fc.assert(
      fc.property(chain, fc.array(fc.nat(), { minLength: 6, maxLength: 6 }), (links, keys) => {
        const shuffled = links.toSorted(
          (a, b) => (keys[ids.indexOf(a.id)] ?? 0) - (keys[ids.indexOf(b.id)] ?? 0),
        )
        expect(facts(shuffled)).toEqual(facts(links))
        expect(
          heads(shuffled)
            .map((head) => head.id)
            .toSorted(),
        ).toEqual(
          heads(links)
            .map((head) => head.id)
            .toSorted(),
        )
      }),
    )
  })
})
