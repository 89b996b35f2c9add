import { expect, test } from 'vitest'
import { checkedEntries, type EntryDraft } from './entry.ts'

const evening = Date.parse('2026-08-15T02:30:00Z')
const draft = (due: string): EntryDraft => ({
  to: { kind: 'person', id: 'ann', name: 'Ann' },
  from: '',
  due,
  dueChosen: true,
  place: '',
  condition: '',
  count: '',
  change: '',
  note: '',
})
const checked = (due: string) =>
  checkedEntries(
    draft(due),
    { needs: ['to'] },
    (what) => what === 'to' || what === 'due',
    'America/Chicago',
    evening,
  )

test('a due day is today at the school or a later one', () => {
  expect(checked('2026-08-14')).toMatchObject({
    issues: [],
    entered: { to: { personId: 'ann' }, dueAt: '2026-08-15T04:59:00.000Z' },
  })
  expect(checked('2026-08-13').issues).toEqual([{ field: 'due', code: 'past' }])
})

test('no due day is none, and half a day is said', () => {
  expect(checked('')).toEqual({ issues: [], entered: { to: { personId: 'ann' } } })
  expect(checked('2026-08').issues).toEqual([{ field: 'due', code: 'malformed' }])
})
