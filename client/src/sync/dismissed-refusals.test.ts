import { expect, test } from 'vitest'
import type { AttentionItem } from './attention-item.ts'
import { dismissedAfter, notDismissed } from './dismissed-refusals.ts'

const refusal = (key: string): AttentionItem => ({
  key,
  kind: 'rejected',
  code: 'forbidden',
  message: 'This role does not write here.',
  payload: {},
  at: 2_000,
})

test('[D11] what is refused again after a restore is told of unless somebody has dismissed it', () => {
  const again = [refusal('equipment/one/stamp1'), refusal('equipment/one/stamp2')]
  const told = notDismissed(again, { 'equipment/one/stamp1': 1_000 })
  expect(told.map(({ key }) => key)).toEqual(['equipment/one/stamp2'])
  expect(notDismissed(again, {})).toEqual(again)
})

test('[D11] what was dismissed is remembered for as long as its write can go out again', () => {
  expect(dismissedAfter({ old: 1_000, late: 1_001 }, 1_000)).toEqual({ late: 1_001 })
})
