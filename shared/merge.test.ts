import * as automerge from '@automerge/automerge'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatStamp } from './clock.ts'
import type { AnyDocument } from './collections/definition.ts'
import { equipment } from './collections/equipment.ts'
import { sameJson } from './json.ts'
import { changedFields, fieldStamp, merge, type Versions } from './merge.ts'
import { withHandles } from './merge-document/automerge.ts'
import { projectionOf } from './merge-document/contents.ts'
import { readContents } from './merge-document/document-contents.ts'
import { encodedGroup } from './merge-document/limits.ts'
import type { MergeTask } from './merge-document/merge-task.ts'
import { openDocument } from './merge-document/open-document.ts'
import { resolveMerge } from './merge-document/resolve.ts'

const ID = '01900000-0000-7000-8000-000000000001'
const at = (ms: number, deviceId = 'a') => formatStamp({ ms, counter: 0, deviceId })

function thing(stamp: string, fields: Record<string, unknown> = {}): AnyDocument {
  return { id: ID, stamp, kind: 'serialized', name: 'Helmet', status: 'available', ...fields }
}

function merged(
  base: AnyDocument | undefined,
  stored: AnyDocument,
  sent: AnyDocument,
  stamps: Record<string, string> = {},
) {
  return merge(equipment, { base, stored, sent, stamps: { '': stored.stamp, ...stamps } }, resolve)
}

const { limits } = encodedGroup(equipment)!

/** The real library, in this thread. */
function resolve(task: MergeTask) {
  const outcome = resolveMerge(automerge, limits, task)
  if ('issue' in outcome) throw new Error(outcome.issue.code)
  return outcome
}

function projectionIn(document: AnyDocument) {
  return withHandles((keep) =>
    projectionOf(readContents(keep(openDocument(automerge, String(document.merge))!))!),
  )
}

describe('server-wins', () => {
  const base = thing(at(1), { name: 'A', size: 'S' })

  test('a field that only the sender changed is taken', () => {
    const result = merged(base, base, { ...base, name: 'B', stamp: at(2) })
    expect(result.document).toMatchObject({ name: 'B', size: 'S', stamp: at(2) })
    expect(result.changed).toEqual(['name'])
    expect(result.losers).toEqual([])
  })

  test('a field that only the stored side changed stays', () => {
    const result = merged(
      base,
      { ...base, name: 'Stored', stamp: at(3, 'b') },
      { ...base, size: 'L', stamp: at(2) },
    )
    expect(result.document).toMatchObject({ name: 'Stored', size: 'L', stamp: at(3, 'b') })
    expect(result.losers).toEqual([])
  })

  test('where both changed it the stored value stays and the loser is named', () => {
    const result = merged(
      base,
      { ...base, name: 'Stored', stamp: at(2, 'b') },
      { ...base, name: 'Sent', stamp: at(9) },
    )
    expect(result.document.name).toBe('Stored')
    expect(result.losers).toEqual([
      { fields: ['name'], group: 'catalogue', policy: 'server-wins', side: 'device' },
    ])
  })

  test('both changed it to the same: no conflict', () => {
    const result = merged(
      base,
      { ...base, name: 'Same', stamp: at(2, 'b') },
      { ...base, name: 'Same', stamp: at(3) },
    )
    expect(result.changed).toEqual([])
    expect(result.losers).toEqual([])
  })

  test('removing a field is a change like any other', () => {
    const { size: _size, ...without } = base
    const result = merged(base, base, { ...without, stamp: at(2) } as AnyDocument)
    expect(result.document).not.toHaveProperty('size')
  })

  test('without a base, a field that is stored stays, one that is not is taken', () => {
    const result = merged(
      undefined,
      thing(at(1, 'b'), { name: 'Stored' }),
      thing(at(2), { name: 'Sent', model: 'M' }),
    )
    expect(result.document).toMatchObject({ name: 'Stored', model: 'M' })
    expect(result.losers).toMatchObject([{ fields: ['name'] }])
  })

  test('[C4] the own earlier write is no conflict, another device’s is', () => {
    const stored = { ...base, name: 'First', stamp: at(2) }
    const sent = { ...base, name: 'Second', stamp: at(3) }
    expect(merged(base, stored, sent, { name: at(2) }).document.name).toBe('Second')
    expect(merged(base, stored, sent, { name: at(2, 'b') }).document.name).toBe('First')
    expect(merged(base, stored, { ...sent, stamp: at(1) }, { name: at(2) }).document.name).toBe('First')
  })

  test('[P3] a field that the sender cannot know keeps what is stored', () => {
    const { size: _size, ...without } = base
    const versions: Versions = {
      base,
      stored: base,
      stamps: {},
      sent: { ...without, stamp: at(2) } as AnyDocument,
      unknown: new Set(['size']),
    }
    expect(merge(equipment, versions).document.size).toBe('S')
  })
})

describe('last-write-wins', () => {
  const base = thing(at(1), { condition: 'good', conditionStamp: at(1) })

  test('[S3] a group that only one side changed is taken whatever its stamp', () => {
    const sent = { ...base, condition: 'poor', conditionStamp: at(0), stamp: at(2) }
    expect(merged(base, base, sent).document).toMatchObject({ condition: 'poor', conditionStamp: at(0) })
  })

  test.each([
    [at(5), 'poor', 'server'],
    [at(3), 'fair', 'device'],
  ])('where both moved the later stamp decides and the loser is kept (%s)', (stamp, wins, side) => {
    const stored = { ...base, condition: 'fair', conditionStamp: at(4, 'b'), stamp: at(4, 'b') }
    const sent = { ...base, condition: 'poor', conditionStamp: stamp, stamp }
    const result = merged(base, stored, sent, { condition: at(4, 'b'), conditionStamp: at(4, 'b') })
    expect(result.document.condition).toBe(wins)
    expect(result.losers).toMatchObject([{ fields: ['condition'], side }])
  })

  test('the status group moves as one and keeps no loser: the ledger holds both', () => {
    const stored = thing(at(4, 'b'), { status: 'checked_out', holderId: ID, statusStamp: at(4, 'b') })
    const sent = thing(at(5), { status: 'lost', locationId: ID, statusStamp: at(5) })
    const result = merged(thing(at(1)), stored, sent)
    expect(result.document).toMatchObject({ status: 'lost', locationId: ID, statusStamp: at(5) })
    expect(result.document).not.toHaveProperty('holderId')
    expect(result.losers).toEqual([])
  })

  test('nothing was there before: nothing was lost', () => {
    const empty = thing(at(1))
    const stored = { ...empty, conditionStamp: at(2, 'b') }
    const sent = { ...empty, condition: 'poor', conditionStamp: at(3), stamp: at(3) }
    expect(merged(empty, stored, sent).losers).toEqual([])
  })
})

describe('merge', () => {
  const base = thing(at(1), { notes: 'Strap broken', tags: ['a', 'b'], custom: { row: 1 } })

  test('[A1] a group that only the sender wrote needs nothing that merges: its document is made when it is changed', () => {
    const sent = { ...thing(at(2)), notes: 'First words', tags: ['a'] }
    const result = merge(equipment, { base: thing(at(1)), stored: thing(at(1)), stamps: {}, sent })
    expect(result.document).toMatchObject({ notes: 'First words', tags: ['a'] })
    expect(result.changed).toEqual(['notes', 'tags'])
    expect(result.document).not.toHaveProperty('merge')
  })

  test('[A1] words, tags and fields of both sides stay, and the document says what its projection says', () => {
    const stored = {
      ...base,
      notes: 'Chin strap broken',
      tags: ['a', 'b', 'c'],
      custom: { row: 1, bin: 'X' },
    }
    const sent = { ...base, notes: 'Strap broken, visor cracked', tags: ['b'], stamp: at(2) }
    const { document, changed, stamps, losers } = merged(base, stored, sent, { notes: at(1, 'b') })
    expect(document).toMatchObject({
      notes: 'Chin strap broken, visor cracked',
      tags: ['b', 'c'],
      custom: { row: 1, bin: 'X' },
    })
    expect(projectionIn(document)).toEqual({
      notes: 'Chin strap broken, visor cracked',
      tags: ['b', 'c'],
      custom: { row: 1, bin: 'X' },
    })
    expect([changed, stamps.merge, losers]).toEqual([['notes', 'tags', 'merge'], at(2), []])
  })

  test('[A1] one field of one name with two values: one holds, the other is a loser of the policy', () => {
    const stored = { ...base, custom: { row: 7 } }
    const sent = { ...base, custom: { row: 9 }, stamp: at(2) }
    const { document, losers } = merged(base, stored, sent, { custom: at(1, 'b') })
    expect(document.custom).toEqual({ row: 7 })
    expect(losers).toEqual([{ fields: ['custom'], group: 'merge', policy: 'merge', side: 'device' }])
  })

  test('[P1] a document of the same heads is no change, whatever its bytes are', () => {
    const grown = merged(base, base, { ...base, notes: 'Strap mended', stamp: at(2) })
    const again = { ...grown.document, stamp: at(3) }
    expect(changedFields(equipment, 'merge', grown.document, again)).toEqual([])
    expect(
      merge(equipment, { base: grown.document, stored: grown.document, stamps: {}, sent: again }).changed,
    ).toEqual([])
  })

  test('without what merges a change of two sides is refused and not dropped', () => {
    const sent = { ...base, notes: 'Other', stamp: at(2) }
    expect(() => merge(equipment, { base, stored: base, stamps: {}, sent })).toThrow('equipment.merge')
  })
})

// Any documents at all: few values, so that they meet.
const name = fc.constantFrom('A', 'B', 'C')
const optional = fc.option(fc.constantFrom('x', 'y', 'z'), { nil: undefined })
const stampOf = fc
  .tuple(fc.integer({ min: 1, max: 6 }), fc.constantFrom('a', 'b'))
  .map(([ms, device]) => at(ms, device))
const anyThing = fc
  .record({
    name,
    size: optional,
    serial: optional,
    status: fc.constantFrom('available', 'checked_out', 'lost'),
    holderId: fc.option(fc.constant(ID), { nil: undefined }),
    statusStamp: fc.option(stampOf, { nil: undefined }),
    condition: fc.option(fc.constantFrom('good', 'poor'), { nil: undefined }),
    conditionStamp: fc.option(stampOf, { nil: undefined }),
    notes: optional,
    tags: fc.option(
      fc.uniqueArray(fc.constantFrom('p', 'q', 'r'), { minLength: 1 }).map((tags) => tags.toSorted()),
      { nil: undefined },
    ),
    stamp: stampOf,
  })
  .map((fields): AnyDocument => {
    const present = Object.entries(fields).filter(([, value]) => value !== undefined)
    return { id: ID, stamp: fields.stamp, kind: 'serialized', ...Object.fromEntries(present) }
  })
const anyVersions = fc.record({
  base: fc.option(anyThing, { nil: undefined }),
  stored: anyThing,
  sent: anyThing,
  stamps: fc.dictionary(fc.constantFrom('', 'name', 'size', 'condition', 'tags'), stampOf),
})
const check = (property: (versions: Versions) => void) =>
  fc.assert(fc.property(anyVersions, property), { numRuns: 300 })

describe('whatever the versions are', () => {
  const fields = Object.keys(equipment.fields).filter((field) => field !== 'id' && field !== 'stamp')

  test('every value of the result was stored or sent, or contains both', () => {
    check((versions) => {
      const { document } = merge(equipment, versions, resolve)
      for (const field of fields) {
        if (field === 'notes' || field === 'tags' || field === 'merge') continue
        const known = [versions.stored[field], versions.sent[field]].some((value) =>
          sameJson(value, document[field]),
        )
        expect(known, field).toBe(true)
      }
    })
  })

  test('a field that the sender did not change is never taken from the sender', () => {
    check((versions) => {
      const { document } = merge(equipment, versions, resolve)
      for (const field of ['name', 'size', 'serial', 'notes', 'tags']) {
        if (sameJson(versions.base?.[field], versions.sent[field]))
          expect(document[field]).toEqual(versions.stored[field])
      }
    })
  })

  test('nothing is lost in silence: a server-wins or condition value that was sent and is not stored is among the losers', () => {
    check((versions) => {
      const { document, losers } = merge(equipment, versions, resolve)
      const lost = new Set(losers.flatMap((loser) => loser.fields))
      for (const field of ['name', 'size', 'serial']) {
        const changed = !sameJson(versions.base?.[field], versions.sent[field])
        if (changed && !sameJson(document[field], versions.sent[field])) expect(lost).toContain(field)
      }
      const group = ['condition', 'conditionStamp']
      const moved = (a: AnyDocument | undefined, b: AnyDocument) =>
        group.some((field) => !sameJson(a?.[field], b[field]))
      if (moved(versions.base, versions.sent) && !sameJson(document.condition, versions.sent.condition))
        expect(lost).toContain('condition')
    })
  })

  test('[S3] what a device shows of its own write is what the merge makes of it where nobody else wrote', () => {
    check(({ base, sent, stamps }) => {
      if (!base) return
      const { document, losers } = merge(equipment, { base, stored: base, sent, stamps }, resolve)
      // The document behind notes and tags has other bytes, and says the same.
      for (const field of fields.filter((one) => one !== 'merge'))
        expect(document[field], field).toEqual(sent[field])
      expect(losers).toEqual([])
    })
  })

  test('merging the result again changes nothing', () => {
    check((versions) => {
      const first = merge(equipment, versions, resolve)
      const again = merge(
        equipment,
        {
          ...versions,
          base: first.document,
          stored: first.document,
          stamps: first.stamps,
          sent: first.document,
        },
        resolve,
      )
      expect(again.changed).toEqual([])
      expect(again.losers).toEqual([])
    })
  })

  test('the status group is always one side’s as a whole', () => {
    const group = ['status', 'holderId', 'locationId', 'dueAt', 'custodyId', 'statusStamp']
    const of = (document: AnyDocument) => group.map((field) => document[field])
    check((versions) => {
      const { document } = merge(equipment, versions, resolve)
      const sides = [versions.stored, versions.sent].map(of)
      expect(sides).toContainEqual(of(document))
    })
  })

  test('changed names what changed, and each changed field carries the write’s stamp', () => {
    check((versions) => {
      const { document, changed, stamps } = merge(equipment, versions, resolve)
      for (const field of fields) {
        expect(changed.includes(field)).toBe(!sameJson(document[field], versions.stored[field]))
        if (changed.includes(field)) expect(fieldStamp(stamps, field)).toBe(versions.sent.stamp)
      }
    })
  })

  test('it changes none of its arguments', () => {
    check((versions) => {
      const before = JSON.stringify(versions)
      merge(equipment, versions, resolve)
      expect(JSON.stringify(versions)).toBe(before)
    })
  })

  test('two devices whose writes do not touch the same group come to the same whatever the order', () => {
    fc.assert(
      fc.property(anyThing, name, optional, (base, otherName, size) => {
        const one: AnyDocument = { ...base, name: otherName, stamp: at(8, 'a') }
        const two: AnyDocument = { ...base, model: size ?? 'M', stamp: at(9, 'b') }
        const inOrder = (first: AnyDocument, next: AnyDocument) => {
          const a = merge(equipment, { base, stored: base, stamps: {}, sent: first }, resolve)
          return merge(equipment, { base, stored: a.document, stamps: a.stamps, sent: next }, resolve)
            .document
        }
        expect(inOrder(one, two)).toEqual(inOrder(two, one))
      }),
    )
  })
})
