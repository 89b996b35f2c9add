import * as automerge from '@automerge/automerge'
import { describe, expect, test } from 'vitest'
import { equipment } from '../collections/equipment.ts'
import { changeActor } from './actors.ts'
import { commit, withHandles } from './automerge.ts'
import { toBase64 } from './base64.ts'
import type { MergeFields } from './contents.ts'
import { readContents } from './document-contents.ts'
import { NOTES } from './first-change.ts'
import { generationOf } from './generation.ts'
import { growDocument } from './grow.ts'
import { headsOf } from './heads.ts'
import { encodedGroup } from './limits.ts'
import type { MergeTask } from './merge-task.ts'
import { encodeDocument, openDocument } from './open-document.ts'
import { resolveMerge } from './resolve.ts'

const { limits } = encodedGroup(equipment)!
let stamps = 0

function outcome(task: Partial<MergeTask> & Pick<MergeTask, 'sent'>) {
  stamps += 1
  const defaults = {
    stored: {},
    base: undefined,
    deviceId: 'a',
    stamp: `s${stamps}`,
    joins: false,
    own: false,
  }
  return resolveMerge(automerge, limits, { ...defaults, ...task })
}

function resolved(task: Partial<MergeTask> & Pick<MergeTask, 'sent'>) {
  const result = outcome(task)
  if ('issue' in result) throw new Error(result.issue.code)
  return result
}

/** As it is stored after a first change of it, with a document. */
function storedWith(fields: MergeFields): MergeFields {
  return resolved({ sent: fields }).fields
}

function grown(from: MergeFields, to: MergeFields, deviceId = 'a'): MergeFields {
  stamps += 1
  const merge = growDocument(automerge, from, to, { deviceId, stamp: `g${stamps}` })
  return { ...to, ...(merge === undefined ? {} : { merge }) }
}

describe('[A1] only the projection changed', () => {
  test('the difference is applied at the version that the sender knew', () => {
    const base = storedWith({ notes: 'Strap broken', tags: ['blue', 'old'] })
    const stored = resolved({
      stored: base,
      base,
      sent: { ...base, notes: 'Chin strap broken' },
      deviceId: 'b',
    })
    const { fields, lost } = resolved({
      stored: stored.fields,
      base,
      sent: { ...base, notes: 'Strap broken, visor cracked', tags: ['blue'] },
    })
    expect(fields).toMatchObject({ notes: 'Chin strap broken, visor cracked', tags: ['blue'] })
    expect(lost).toEqual([])
  })

  test('a sender without a document speaks by its projection alone', () => {
    const base = storedWith({ notes: 'Strap broken' })
    const { fields } = resolved({ stored: base, base, sent: { notes: 'Strap mended' } })
    expect(fields.notes).toBe('Strap mended')
  })

  test('[C4] an edit that was made while the one before was on its way does not repeat it', () => {
    const base = storedWith({ notes: 'Strap' })
    const one = resolved({ stored: base, base, sent: { ...base, notes: 'Strap broken' } }).fields
    const meanwhile = resolved({
      stored: one,
      base: one,
      sent: { ...one, notes: 'Chin Strap broken' },
      deviceId: 'b',
    })
    const two = resolved({ stored: meanwhile.fields, base, sent: { ...base, notes: 'Strap broken in two' } })
    expect(two.fields.notes).toBe('Chin Strap broken in two')
  })

  test('[C4] what another caller of the API wrote under the same name is not taken back', () => {
    const base = storedWith({ notes: 'Strap', tags: ['blue'] })
    const first = { ...base, notes: 'Strap broken', tags: ['blue', 'north'] }
    const one = resolved({ stored: base, base, sent: first, deviceId: 'rest', exact: true }).fields
    const second = { ...base, tags: ['blue', 'south'], custom: { row: 1 } }
    const two = resolved({ stored: one, base, sent: second, deviceId: 'rest', exact: true }).fields
    expect(two).toMatchObject({
      notes: 'Strap broken',
      tags: ['blue', 'north', 'south'],
      custom: { row: 1 },
    })
  })

  test('what is stored without a document gets the one that everybody would make of it', () => {
    const stored = { notes: 'Strap broken', tags: ['blue'], custom: { row: 1 } }
    const one = resolved({
      stored,
      base: stored,
      sent: { ...stored, notes: 'Strap broken today' },
      stamp: 'same',
    })
    const other = resolved({
      stored,
      base: stored,
      sent: { ...stored, notes: 'Strap broken today' },
      stamp: 'same',
    })
    expect(one.fields.merge).toBe(other.fields.merge)
    const late = resolved({ stored: one.fields, base: stored, sent: { ...stored, tags: [] }, deviceId: 'b' })
    expect(late.fields.notes).toBe('Strap broken today')
    expect(late.fields).not.toHaveProperty('tags')
  })
})

describe('[A1] the document changed', () => {
  test('two histories are merged, and the document decides over a projection that contradicts it', () => {
    const base = storedWith({ notes: 'Strap broken' })
    const mine = grown(base, { ...base, notes: 'Strap broken A' })
    const theirs = grown(base, { ...base, notes: 'B Strap broken' }, 'b')
    const one = resolved({ stored: base, base, sent: mine })
    expect(one.fields).toEqual(mine)
    const two = resolved({ stored: one.fields, base, sent: { ...theirs, notes: 'a lie' }, deviceId: 'b' })
    expect(two.fields.notes).toBe('B Strap broken A')
  })

  test('[P1] a document of the same heads leaves the stored bytes', () => {
    const base = storedWith({ notes: Array.from({ length: 400 }, (_, index) => `word${index}`).join(' ') })
    const merge = withHandles((keep) => {
      const handle = keep(openDocument(automerge, base.merge!)!)
      return toBase64(handle.saveNoCompress())
    })
    expect(merge).not.toBe(base.merge)
    expect(resolved({ stored: base, base: {}, sent: { ...base, merge } }).fields.merge).toBe(base.merge)
  })

  test('one name with two values: one holds, the other is reported, once, for whose it was', () => {
    const base = storedWith({ custom: { row: 1 } })
    const mine = grown(base, { ...base, custom: { row: 7 } })
    const theirs = grown(base, { ...base, custom: { row: 9 } }, 'b')
    const one = resolved({ stored: base, base, sent: mine }).fields
    const two = resolved({ stored: one, base, sent: theirs, deviceId: 'b' })
    const side = two.fields.custom?.row === 7 ? 'device' : 'server'
    expect(two.lost).toEqual([{ field: 'custom', side }])
    const other = resolved({
      stored: resolved({ stored: base, base, sent: theirs }).fields,
      base,
      sent: mine,
    })
    expect(other.fields.custom).toEqual(two.fields.custom)
    const later = grown(two.fields, { ...two.fields, notes: 'More' }, 'b')
    expect(resolved({ stored: two.fields, base: two.fields, sent: later }).lost).toEqual([])
  })

  test('a field that one removed and the other changed stays; the same value twice is no conflict', () => {
    const base = storedWith({ custom: { row: 1, bin: 1 } })
    const removed = grown(base, { ...base, custom: { bin: 2 } })
    const changed = grown(base, { ...base, custom: { row: 5, bin: 2 } }, 'b')
    const one = resolved({ stored: base, base, sent: removed }).fields
    const two = resolved({ stored: one, base, sent: changed, deviceId: 'b' })
    expect(two.fields.custom).toEqual({ row: 5, bin: 2 })
    expect(two.lost).toEqual([])
  })
})

describe('[A1] a history that grew too long', () => {
  /** Notes that were rewritten, again and again. */
  function longHistory(): MergeFields {
    return withHandles((keep) => {
      const start = storedWith({ notes: 'Start' })
      const handle = keep(openDocument(automerge, start.merge!, changeActor('writer', '1'))!)
      const length = () => handle.text(NOTES).length
      for (let turn = 0; turn < 300; turn += 1) {
        const words = Array.from({ length: 60 }, (_, index) =>
          (index * turn * 7_919 + turn).toString(36),
        ).join(' ')
        handle.splice(NOTES, 0, length(), words)
        commit(handle)
      }
      handle.splice(NOTES, 0, length(), 'Strap broken')
      commit(handle)
      return { notes: 'Strap broken', merge: encodeDocument(handle) }
    })
  }

  test('is given up at a write: the next generation says the same, and devices with the old one lose nothing', () => {
    const old = longHistory()
    expect(old.merge!.length).toBeGreaterThan((64 * 1024 * 4) / 3)
    const written = resolved({ stored: old, base: old, sent: { ...old, tags: ['blue'] } }).fields
    expect(written).toMatchObject({ notes: 'Strap broken', tags: ['blue'] })
    expect(written.merge!.length).toBeLessThan(1_000)
    const generation = withHandles(
      (keep) => generationOf(keep(openDocument(automerge, written.merge!)!)).number,
    )
    expect(generation).toBe(1)

    const away = grown(old, { ...old, notes: 'Strap broken, visor cracked', custom: { row: 3 } }, 'b')
    const late = resolved({ stored: written, base: old, sent: away, deviceId: 'b' })
    expect(late.fields).toMatchObject({
      notes: 'Strap broken, visor cracked',
      tags: ['blue'],
      custom: { row: 3 },
    })
    const byProjection = resolved({
      stored: written,
      base: old,
      sent: { ...old, notes: 'Chin strap broken' },
    })
    expect(byProjection.fields).toMatchObject({ notes: 'Chin strap broken', tags: ['blue'] })
  })

  test('a tag is added where a restore lost the document that the device knew, and kept what it had made itself', () => {
    const made: MergeFields = { notes: 'Strap broken', tags: ['blue'] }
    const base = resolved({
      stored: made,
      base: made,
      sent: { ...made, custom: { shelf: 4 } },
      deviceId: 'b',
    })
    const sent = { ...base.fields, tags: ['blue', 'loaned'] }
    const { fields } = resolved({ stored: made, base: base.fields, sent, deviceId: 'a', own: true })
    expect(fields.tags).toEqual(['blue', 'loaned'])
    expect(fields.notes).toBe('Strap broken')
  })

  test('a device that is a generation ahead of a restored server loses nothing', () => {
    const old = longHistory()
    const ahead = resolved({ stored: old, base: old, sent: { ...old, tags: ['blue'] } }).fields
    const sent = grown(ahead, { ...ahead, notes: 'Strap mended' }, 'b')
    const restored = storedWith({ notes: 'Strap broken' })
    expect(resolved({ stored: restored, base: ahead, sent, deviceId: 'b' }).fields.notes).toBe('Strap mended')
  })

  test('contents that no document of the field’s size can hold stand by their projection', () => {
    const noise = (seed: number) =>
      Array.from({ length: 2_000 }, (_, index) =>
        String.fromCharCode(0x4e00 + ((index * 7_919 * seed) % 20_000)),
      ).join('')
    const custom = Object.fromEntries(
      Array.from({ length: 100 }, (_, index) => [`k${index}`, noise(index + 3)]),
    )
    const { fields } = resolved({
      stored: { notes: 'Start' },
      base: { notes: 'Start' },
      sent: { notes: 'Start', custom },
    })
    expect(fields.custom).toEqual(custom)
    expect(fields.merge ?? '').toHaveLength(0)
    const next = resolved({ stored: fields, base: fields, sent: { ...fields, notes: 'Start again' } })
    expect(next.fields.notes).toBe('Start again')
  })
})

describe('[S5] two records of one thing', () => {
  test('say what either said; notes stand below each other, the same ones once', () => {
    const stored = storedWith({ notes: 'Strap broken', tags: ['blue'], custom: { row: 1 } })
    const twin = grown({}, { notes: 'Visor cracked', tags: ['old'], custom: { row: 2, bin: 'X' } }, 'b')
    const { fields, lost } = resolved({ stored, sent: twin, joins: true, deviceId: 'b' })
    expect(fields).toMatchObject({
      notes: 'Strap broken\nVisor cracked',
      tags: ['blue', 'old'],
      custom: { row: 1, bin: 'X' },
    })
    expect(lost).toEqual([{ field: 'custom', side: 'device' }])
    const same = resolved({ stored, sent: { notes: 'Strap broken' }, joins: true })
    expect(same.fields.notes).toBe('Strap broken')
  })

  test('what is too much for one stays as the survivor had it, and the other is reported', () => {
    const stored = storedWith({ notes: 'a '.repeat(7_000) })
    const twin = { notes: 'b '.repeat(7_000), tags: ['old'] }
    const { fields, lost } = resolved({ stored, sent: twin, joins: true })
    expect(fields).toMatchObject({ notes: 'a '.repeat(7_000), tags: ['old'] })
    expect(lost).toEqual([{ field: 'notes', side: 'device' }])
  })
})

test('[A1] what two wrote apart and is too long together is refused by the field’s own name', () => {
  const base = storedWith({ notes: 'a '.repeat(4_000).trim() })
  const add = (letter: string) => `${base.notes} ${`${letter} `.repeat(4_000).trim()}`
  const one = resolved({ stored: base, base, sent: { ...base, notes: add('b') } }).fields
  expect(outcome({ stored: one, base, sent: { ...base, notes: add('c') }, deviceId: 'b' })).toEqual({
    issue: { field: 'notes', code: 'too-long', limit: 20_000 },
  })
})

test('[A1] every document that comes of a merge is of the one shape', () => {
  const stored = storedWith({
    notes: 'Strap',
    custom: { big: 1e300, half: 0.5, yes: false, '': 'empty', __x: '1' },
  })
  const contents = withHandles((keep) => readContents(keep(openDocument(automerge, stored.merge!)!)))
  expect(Object.fromEntries(contents!.custom)).toEqual({
    big: 1e300,
    half: 0.5,
    yes: false,
    '': 'empty',
    __x: '1',
  })
  expect(headsOf(stored.merge!)).toHaveLength(1)
})
