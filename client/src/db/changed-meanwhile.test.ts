import { describe, expect, test } from 'vitest'
import { equipment } from '../../../shared/collections/equipment.ts'
import { ontoCurrent } from './changed-meanwhile.ts'

const current = { id: 'one', stamp: '', kind: 'serialized', name: 'Helmet', size: 'M', model: 'Speed' }
const onto = (shown: object, changes: object, there: object = current) =>
  ontoCurrent(equipment, { ...current, ...there }, { ...shown }, { ...changes })

describe('[P3] what a person changes', () => {
  test('is written where it stands as they saw it, or as they want it anyway', () => {
    expect(onto({ size: 'M' }, { size: 'XL' })).toEqual({ fields: { size: 'XL' }, both: [] })
    expect(onto({ size: 'L' }, { size: 'M' })).toEqual({ fields: { size: 'M' }, both: [] })
    expect(onto({ serial: undefined }, { serial: 'A-1' }).both).toEqual([])
    // Who was shown nothing has nothing to be told.
    expect(onto({}, { size: 'XL' })).toEqual({ fields: { size: 'XL' }, both: [] })
  })

  test('waits for their word where somebody else has changed it meanwhile, or taken it away', () => {
    expect(onto({ size: 'L', model: 'Speed' }, { size: 'XL', model: 'Flex' }).both).toEqual([
      { field: 'size', there: 'M', mine: 'XL' },
    ])
    expect(onto({ serial: 'A-1' }, { serial: 'A-2' }).both).toEqual([
      { field: 'serial', there: null, mine: 'A-2' },
    ])
    expect(onto({ size: 'L' }, { size: undefined }).both).toEqual([{ field: 'size', there: 'M', mine: null }])
  })
})

describe('[A1] of notes, tags and custom fields', () => {
  test('what came meanwhile stays beside their words', () => {
    const { fields, both } = onto(
      { notes: 'Old', tags: ['a'], custom: { rack: 1 } },
      { notes: 'Old. Mine', tags: ['a', 'mine'], custom: { rack: 1, shell: 'B' } },
      { notes: 'Old\nTheirs', tags: ['a', 'theirs'], custom: { rack: 2 } },
    )
    expect(both).toEqual([])
    expect(fields).toMatchObject({ tags: ['a', 'mine', 'theirs'], custom: { rack: 2, shell: 'B' } })
    expect(String(fields.notes)).toContain('Mine')
    expect(String(fields.notes)).toContain('Theirs')
  })

  test('one value that both changed waits for their word, and no other', () => {
    const shown = { custom: { rack: 1, row: 'A' } }
    const there = { custom: { rack: 2, row: 'B' } }
    expect(onto(shown, { custom: { rack: 3, row: 'A' } }, there).both).toEqual([
      { field: 'custom', key: 'rack', there: 2, mine: 3 },
    ])
    expect(onto({ custom: { rack: 2, row: 'A' } }, { custom: { rack: 3, row: 'A' } }, there)).toEqual({
      fields: { custom: { rack: 3, row: 'B' } },
      both: [],
    })
  })
})
