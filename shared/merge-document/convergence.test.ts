import * as automerge from '@automerge/automerge'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { equipment } from '../collections/equipment.ts'
import { type CustomValue, isBlank, type MergeFields } from './contents.ts'
import { growDocument } from './grow.ts'
import { encodedGroup } from './limits.ts'
import { resolveMerge } from './resolve.ts'

const { limits } = encodedGroup(equipment)!

/** What one device does while it is away: a word at some place of the notes, a tag, a field of a name of its own. */
interface Edit {
  readonly place: number
  readonly removes: boolean
  readonly tag: boolean
  readonly custom: CustomValue | undefined
  /** Whether the device could load what grows documents. */
  readonly grows: boolean
}

const edit: fc.Arbitrary<Edit> = fc.record({
  place: fc.nat(8),
  removes: fc.boolean(),
  tag: fc.boolean(),
  custom: fc.option(fc.oneof(fc.integer(), fc.string({ maxLength: 5 }), fc.boolean()), { nil: undefined }),
  grows: fc.boolean(),
})

const started: fc.Arbitrary<MergeFields> = fc.constantFrom(
  {},
  { notes: 'Strap is broken' },
  { notes: 'Strap is broken', tags: ['blue', 'old'], custom: { row: 1 } },
)

interface Write {
  readonly deviceId: string
  readonly stamp: string
  readonly base: MergeFields
  readonly sent: MergeFields
  readonly words: readonly string[]
}

/** The device's state after its edits, each saved by itself, all made from what it pulled at first. */
function writesOf(device: number, edits: readonly Edit[], base: MergeFields): Write | undefined {
  const deviceId = `device${device}`
  let now = base
  const words: string[] = []
  for (const [index, { place, removes, tag, custom, grows }] of edits.entries()) {
    const word = `w${device}x${index}`
    words.push(word)
    const list = (now.notes ?? '').split(' ').filter((part) => part !== '')
    const kept = removes ? list.filter((part, at) => at !== place || words.includes(part)) : list
    const next: MergeFields = {
      ...now,
      notes: [...kept.slice(0, place), word, ...kept.slice(place)].join(' '),
      ...(tag ? { tags: [...(now.tags ?? []), `t${word}`].sort() } : {}),
      ...(custom === undefined ? {} : { custom: { ...now.custom, [word]: custom } }),
    }
    const grown = grows
      ? growDocument(automerge, now, next, { deviceId, stamp: `s${device}${index}` })
      : undefined
    const { merge: _merge, ...projection } = next
    now = grown === undefined ? projection : { ...projection, merge: grown }
  }
  return edits.length === 0
    ? undefined
    : { deviceId, stamp: `s${device}${edits.length}`, base, sent: now, words }
}

function store(stored: MergeFields, { deviceId, stamp, base, sent }: Write): MergeFields {
  const outcome = resolveMerge(automerge, limits, {
    stored,
    base: isBlank(base) ? undefined : base,
    sent,
    deviceId,
    stamp,
    joins: false,
    own: false,
  })
  if ('issue' in outcome) throw new Error(outcome.issue.code)
  return outcome.fields
}

function saidBy({ notes = '', tags = [], custom = {} }: MergeFields) {
  return { words: notes.split(/\s+/).toSorted(), tags, custom }
}

describe('[A1] devices that edit one thing apart', () => {
  const devices = fc.array(fc.array(edit, { maxLength: 3 }), { minLength: 2, maxLength: 3 })

  test('lose no word, no tag and no field, in whatever order they arrive, and say the same then', () => {
    fc.assert(
      fc.property(started, devices, (start, plans) => {
        const first = isBlank(start)
          ? start
          : store({}, { deviceId: 'server', stamp: 's', base: {}, sent: start, words: [] })
        const writes = plans.flatMap((edits, index) => writesOf(index, edits, first) ?? [])
        const orders = [writes, writes.toReversed(), [...writes.slice(1), ...writes.slice(0, 1)]]
        const results = orders.map((order) => order.reduce(store, first))
        for (const result of results) {
          for (const { words, sent } of writes) {
            for (const word of words)
              expect(result.notes?.match(new RegExp(`${word}(?![0-9])`, 'g'))).toHaveLength(1)
            expect(result.tags ?? []).toEqual(
              expect.arrayContaining((sent.tags ?? []).filter((tag) => tag.startsWith('tw'))),
            )
            expect(result.custom ?? {}).toMatchObject(
              Object.fromEntries(Object.entries(sent.custom ?? {}).filter(([key]) => key.startsWith('w'))),
            )
          }
        }
        const grown = writes.every(({ sent }) => sent.merge !== undefined)
        if (grown || !isBlank(first))
          for (const result of results) expect(saidBy(result)).toEqual(saidBy(results[0]!))
      }),
      { numRuns: 60 },
    )
  })

  test('the same write again changes not a byte', () => {
    fc.assert(
      fc.property(started, devices, (start, plans) => {
        const writes = plans.flatMap((edits, index) => writesOf(index, edits, start) ?? [])
        const all = writes.filter(({ sent }) => sent.merge !== undefined)
        const once = all.reduce(store, start)
        expect(all.reduce(store, once)).toEqual(once)
      }),
      { numRuns: 30 },
    )
  })
})
