import { expect, test } from 'vitest'
import { deletionOptions } from './deletion-options.ts'

const of = (code: string) =>
  Object.fromEntries(
    deletionOptions({ collection: 'equipment', reason: { code } }).map(({ key, action, danger = false }) => [
      key,
      { action, danger },
    ]),
  )

test('[R4] what was asked to be deleted goes by the device’s side', () => {
  expect(of('asked')).toEqual({
    keep: { action: 'take-server', danger: false },
    delete: { action: 'take-device', danger: true },
  })
})

test('[R4] what came back by a transaction lives by the device’s side, and is deleted by the server’s', () => {
  expect(of('transaction-of-deleted')).toEqual({
    keep: { action: 'take-device', danger: false },
    delete: { action: 'take-server', danger: true },
  })
})
