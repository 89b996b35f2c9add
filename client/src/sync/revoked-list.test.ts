import { expect, test } from 'vitest'
import {
  afterSignIn,
  mayHandIn,
  type RevokedRecord,
  revokedIn,
  waitsBeside,
  withProgress,
  withRevoked,
} from './revoked-list.ts'

const helmet = {
  collection: 'equipment',
  row: { newDocumentState: { id: 'helmet', stamp: '0001700000000-0000-dana', name: 'Helmet' } },
} as const

const record = (userId: string, more: Partial<RevokedRecord> = {}): RevokedRecord => ({
  tenant: 'northridge',
  school: 'Northridge',
  userId,
  userName: userId,
  deviceId: `d-${userId}`,
  rows: [helmet],
  outbox: [],
  imports: [],
  handedIn: 0,
  state: 'waits',
  ...more,
})

const standing = (list: readonly RevokedRecord[]) =>
  list.map((one) => [one.userId, one.state, one.rows.length, mayHandIn(one)])

test('[P7] a second revocation on one browser takes nothing of what the first one set aside', () => {
  const list = withRevoked([record('ana')], record('ben'))
  expect(standing(list)).toEqual([
    ['ana', 'left', 1, false],
    ['ben', 'waits', 1, true],
  ])
})

test('[P7] what an earlier version had set aside alone is still there', () => {
  const { cookieGone: _, ...stored } = record('ana')
  expect(standing(revokedIn(stored))).toEqual([['ana', 'waits', 1, true]])
  expect(standing(revokedIn([stored, record('ben')]))).toHaveLength(2)
  expect(revokedIn(undefined)).toEqual([])
  expect(revokedIn([{ tenant: 'northridge' }, 7])).toEqual([])
})

test('[P7] once somebody signs in, nothing of a removed device goes to the server by their cookie', () => {
  const sent = record('ben', { rows: [], state: 'done' })
  expect(standing(afterSignIn([record('ana'), sent]))).toEqual([['ana', 'left', 1, false]])
})

test('[P7] a hand-in that was under way when somebody signed in does not make it sendable again', () => {
  const list = afterSignIn([record('ana')])
  expect(standing(withProgress(list, record('ana', { state: 'waits' })))).toEqual([['ana', 'left', 1, false]])
  expect(standing(withProgress(list, record('ana', { rows: [], state: 'done' })))).toEqual([
    ['ana', 'done', 0, false],
  ])
})

test('[P7] what somebody has put away meanwhile does not come back', () => {
  expect(withProgress([record('ben')], record('ana', { state: 'left' }))).toEqual([record('ben')])
})

test('[P7] set aside twice, because the page ended in between, it is there once and whole', () => {
  const emptied = record('ana', { rows: [] })
  expect(standing(withRevoked([record('ana')], record('ana')))).toEqual([['ana', 'waits', 1, true]])
  expect(standing(withRevoked([record('ana')], emptied))).toEqual([['ana', 'waits', 1, true]])
  expect(standing(withRevoked([record('ana')], { ...emptied, deviceId: 'd-new' }))).toEqual([
    ['ana', 'waits', 1, true],
  ])
})

test('[P7] revoked once more, a person hands in under their own cookie what is left of both devices', () => {
  const first = { ...record('ana'), cookieGone: true, state: 'left' } as const
  const second = record('ana', { deviceId: 'd-second' })
  const list = withRevoked([first], second)
  expect(standing(list)).toEqual([
    ['ana', 'left', 1, true],
    ['ana', 'waits', 1, true],
  ])
  expect(list.map((one) => waitsBeside(one, second))).toEqual([true, false])
})
