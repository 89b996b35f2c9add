import * as automerge from '@automerge/automerge'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openHandle } from './automerge.ts'
import { fromBase64, toBase64 } from './base64.ts'
import { FIRST_ACTOR, FIRST_CHANGE, FIRST_DOCUMENT, makeFirstDocument } from './first-change.ts'
import { growDocument } from './grow.ts'
import { headsOf, sameEncoded } from './heads.ts'

const write = { deviceId: 'a', stamp: '1' }

test('[A1] the one first change is what its maker makes', () => {
  const made = makeFirstDocument(automerge)
  expect(toBase64(made.save())).toBe(FIRST_DOCUMENT)
  expect(made.getHeads()).toEqual([FIRST_CHANGE])
  expect(FIRST_ACTOR).toMatch(/^[0-9a-f]{32}$/)
  made.free()
})

test('[P1] the heads that stand at the front of a document are those that the library finds in it', () => {
  const one = growDocument(automerge, {}, { notes: 'One' }, write)!
  const two = growDocument(automerge, {}, { notes: 'Two' }, { ...write, deviceId: 'b' })!
  const both = openHandle(automerge, fromBase64(one)!, '00')
  const other = openHandle(automerge, fromBase64(two)!, '00')
  both.merge(other)
  const encoded = toBase64(both.save())
  expect(headsOf(encoded)).toEqual(both.getHeads().toSorted())
  expect(headsOf(encoded)).toHaveLength(2)
  expect(sameEncoded(encoded, toBase64(both.saveNoCompress()))).toBe(true)
  expect([sameEncoded(encoded, one), sameEncoded(one, two), sameEncoded(one, undefined)]).toEqual([
    false,
    false,
    false,
  ])
  both.free()
  other.free()
})

test.each(['', 'AAAA', 'not base64!', FIRST_DOCUMENT.slice(0, 40), `${FIRST_DOCUMENT}AAAA`])(
  'what is no document in one piece has no heads (%#)',
  (text) => expect(headsOf(text)).toBeUndefined(),
)

test('whatever the bytes are, reading their heads ends', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (noise) => {
      const bytes = fromBase64(FIRST_DOCUMENT)!
      bytes.set(noise.subarray(0, bytes.length - 9), 9)
      headsOf(toBase64(bytes))
    }),
  )
})

test('base64 goes there and back', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 20_000 }), (bytes) => {
      expect(fromBase64(toBase64(bytes))).toEqual(bytes)
    }),
    { numRuns: 20 },
  )
})
