import 'fake-indexeddb/auto'
import { describe, expect, test } from 'vitest'
import { ChangedMeanwhileError } from '../db/changed-meanwhile.ts'
import { createForm } from './create-form.ts'

interface Draft {
  readonly name: string
  readonly price: string
}

/** A form over a record that others change. */
function openForm(record: { name: string; cents?: number }) {
  const draftOf = ({ name, cents }: { name?: unknown; cents?: unknown }): Draft => ({
    name: String(name ?? ''),
    price: cents === undefined ? '' : String(Number(cents) / 100),
  })
  const saved: Partial<Draft>[] = []
  let clash: ChangedMeanwhileError | undefined
  const form = createForm<Draft>({
    name: 'record',
    start: draftOf(record),
    current: (there) => draftOf({ ...record, ...there }),
    named: { cents: 'price' },
    check: (now, start) => ({
      issues: [],
      async save() {
        if (clash) throw clash
        saved.push({
          ...(now.name === start.name ? {} : { name: now.name }),
          ...(now.price === start.price ? {} : { price: now.price }),
        })
      },
    }),
  })
  const meet = (...fields: ConstructorParameters<typeof ChangedMeanwhileError>[1]) => {
    clash = fields.length > 0 ? new ChangedMeanwhileError('equipment', fields) : undefined
  }
  return { form, record, saved, meet }
}

describe('[P3] whoever takes what somebody else entered', () => {
  test('gets the value that was shown, not one that came a moment before the click', async () => {
    const { form, record, saved, meet } = openForm({ name: 'Helmet', cents: 1000 })
    form.set('name', 'Mine')
    form.set('price', '20')
    record.name = 'Shown'
    meet({ field: 'name', there: 'Shown', mine: 'Mine' })
    expect(await form.submit()).toBe(false)
    record.name = 'Never shown'
    form.takeTheirs()
    expect(form.draft).toEqual({ name: 'Shown', price: '20' })
    meet()
    expect(await form.submit()).toBe(true)
    // Of what was taken nothing is written: what came meanwhile stays.
    expect(saved).toEqual([{ price: '20' }])
  })

  test('gets an empty field where the value that was shown is none, under the form’s name of it', async () => {
    const { form, record, meet } = openForm({ name: 'Helmet', cents: 1000 })
    form.set('price', '20')
    delete record.cents
    meet({ field: 'cents', there: null, mine: 2000 })
    await form.submit()
    record.cents = 4000
    form.takeTheirs()
    expect(form.draft.price).toBe('')
  })
})
