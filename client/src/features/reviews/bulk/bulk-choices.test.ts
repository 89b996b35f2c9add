import { describe, expect, test } from 'vitest'
import type { ReviewKind } from '../../../../../shared/collections/reviews.ts'
import { choicesFor } from './bulk-choices.ts'

const of = (kind: ReviewKind, ...collections: readonly string[]) =>
  choicesFor(collections.map((collection) => ({ kind, collection }))).map(({ key }) => key)

describe('[R4] for many reviews at once nothing is offered that can be done with none of them', () => {
  test('refused writes of accounts, and of reviews, can only be left', () => {
    expect(of('rejected', 'users', 'users')).toEqual(['do.rejected.take-server'])
    expect(of('rejected', 'users', 'reviews')).toEqual(['do.rejected.take-server'])
  })

  test('beside others they are taken with those that can be made', () => {
    expect(of('rejected', 'users', 'equipment')).toEqual([
      'do.rejected.take-device',
      'do.rejected.take-server',
    ])
  })

  test('reviews of several kinds, and none, have no answer in common', () => {
    expect(
      choicesFor([
        { kind: 'rejected', collection: 'equipment' },
        { kind: 'overdraw', collection: 'equipment' },
      ]),
    ).toEqual([])
    expect(choicesFor([])).toEqual([])
  })
})

test('[R4] of deletions of both kinds each is kept, or deleted, by the side that means it', () => {
  const asked = { kind: 'deletion', reason: { code: 'asked' } } as const
  const revived = { kind: 'deletion', reason: { code: 'transaction-of-deleted' } } as const
  const actions = choicesFor([{ kind: 'deletion', collection: 'equipment' }]).map(({ key, actionFor }) => [
    key,
    [asked, revived].map(actionFor),
  ])
  expect(Object.fromEntries(actions)).toEqual({
    'do.deletion.take-server': ['take-server', 'take-device'],
    'do.deletion.take-device': ['take-device', 'take-server'],
  })
})
