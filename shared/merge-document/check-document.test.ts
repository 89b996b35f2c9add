import * as automerge from '@automerge/automerge'
import { expect, test } from 'vitest'
import { equipment } from '../collections/equipment.ts'
import { commit, type Handle, withHandles } from './automerge.ts'
import { toBase64 } from './base64.ts'
import { documentIssue } from './check-document.ts'
import { CUSTOM, FIRST_DOCUMENT, firstDocument, NOTES, TAGS } from './first-change.ts'
import { encodedGroup } from './limits.ts'
import { encodeDocument } from './open-document.ts'

const { limits } = encodedGroup(equipment)!

function made(change: (handle: Handle) => void, start = firstDocument(automerge, 'ab'.repeat(16))): string {
  return withHandles((keep) => {
    change(keep(start))
    commit(start)
    return encodeDocument(start)
  })
}

const check = (encoded: string) => documentIssue(automerge, limits, encoded)

test('[A1] a document that grew from the first change is good', () => {
  expect(check(FIRST_DOCUMENT)).toBeUndefined()
  const whole = made((handle) => {
    handle.splice(NOTES, 0, 0, 'Words 😀')
    handle.put(TAGS, 'blue', true)
    handle.put(CUSTOM, 'row', 3)
    handle.putObject(CUSTOM, 'bin', 'text of another client')
  })
  expect(check(whole)).toBeUndefined()
})

test.each([
  ['no base64', '%%%%', 'malformed'],
  ['no document', toBase64(new Uint8Array(100)), 'malformed'],
  ['a broken document', `${FIRST_DOCUMENT.slice(0, 80)}AAAA${FIRST_DOCUMENT.slice(84)}`, 'malformed'],
  [
    'a document that began by itself',
    made((handle) => handle.putObject('_root', 'notes', ''), automerge.getBackend(automerge.init())),
    'malformed',
  ],
  ['another root', made((handle) => handle.put('_root', 'more', 1)), 'wrong-type'],
  ['notes of its own', made((handle) => handle.putObject('_root', 'notes', 'x')), 'wrong-type'],
  ['notes that are no text', made((handle) => handle.put('_root', 'notes', 'x', 'str')), 'wrong-type'],
  ['a root taken away', made((handle) => handle.delete('_root', 'tags')), 'wrong-type'],
  ['a tag that is not true', made((handle) => handle.put(TAGS, 'blue', 1)), 'wrong-type'],
  ['an object in a field', made((handle) => handle.putObject(CUSTOM, 'row', {})), 'wrong-type'],
  ['no value in a field', made((handle) => handle.put(CUSTOM, 'row', null)), 'wrong-type'],
  ['a date in a field', made((handle) => handle.put(CUSTOM, 'row', new Date(0))), 'wrong-type'],
  ['a counter in a field', made((handle) => handle.put(CUSTOM, 'row', 1, 'counter')), 'wrong-type'],
  ['notes that are too long', made((handle) => handle.splice(NOTES, 0, 0, 'x'.repeat(20_001))), 'too-long'],
  ['a tag that is too long', made((handle) => handle.put(TAGS, 'x'.repeat(101), true)), 'too-long'],
  [
    'too many tags',
    made((handle) => {
      for (let tag = 0; tag <= 100; tag += 1) handle.put(TAGS, `t${tag}`, true)
    }),
    'too-many',
  ],
  ['a name that is none', made((handle) => handle.put(CUSTOM, '__proto__', 1)), 'not-text'],
  ['a value that no column holds', made((handle) => handle.put(CUSTOM, 'row', 'a\u0000', 'str')), 'not-text'],
  [
    'a history of more than is ever looked into',
    made((handle) => {
      for (let turn = 0; turn < 11; turn += 1) {
        handle.splice(NOTES, 0, 0, 'x'.repeat(20_000))
        handle.splice(NOTES, 0, 20_000)
      }
    }),
    'history-too-long',
  ],
])('[A1] %s is refused', (_what, encoded, code) => {
  expect(check(encoded)).toMatchObject({ field: 'merge', code })
})
