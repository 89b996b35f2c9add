import { expect, test } from 'vitest'
import { createFairTurns, type FairTurns, type Payer } from './fair-turns.ts'

/** Serves `count` items, each of which takes as long as its payer's work does; returns whose they were. */
function served(turns: FairTurns<Payer>, count: number, took: (payer: Payer) => number): readonly Payer[] {
  return Array.from({ length: count }, () => {
    const payer = turns.next()
    if (!payer) throw new Error('nobody waits')
    turns.took(payer, took(payer))
    return payer
  })
}
const fill = (turns: FairTurns<Payer>, payer: Payer, count: number) => {
  for (let left = count; left > 0; left -= 1) turns.add(payer, payer)
}
const schoolsOf = (payers: readonly Payer[]) => payers.map(({ school }) => school).join('')
const sendersOf = (payers: readonly Payer[]) => payers.map(({ sender }) => sender).join('')

test('[A1] a school that comes anew is next, however much another one waits for', () => {
  const turns = createFairTurns<Payer>()
  fill(turns, { school: 'a', sender: 'x' }, 1_000)
  expect(schoolsOf(served(turns, 3, () => 10))).toBe('aaa')
  fill(turns, { school: 'b', sender: 'y' }, 3)
  expect(schoolsOf(served(turns, 6, () => 10))).toMatch(/^(ab|ba){3}$/)
  expect(schoolsOf(served(turns, 2, () => 10))).toBe('aa')
})

test('[A1] turns go by time: who has slow work done waits for as long as it took', () => {
  const turns = createFairTurns<Payer>()
  fill(turns, { school: 'a' }, 10)
  fill(turns, { school: 'b' }, 40)
  const order = schoolsOf(served(turns, 12, ({ school }) => (school === 'a' ? 100 : 10)))
  expect(order).toBe('abbbbbbbbbba')
})

test('[A1] within a school a sender of much does not go before the others', () => {
  const turns = createFairTurns<Payer>()
  fill(turns, { school: 'a', sender: 'x' }, 100)
  served(turns, 4, () => 10)
  fill(turns, { school: 'a', sender: 'y' }, 2)
  fill(turns, { school: 'a', sender: 'z' }, 2)
  expect(sendersOf(served(turns, 6, () => 10)).replaceAll('x', '')).toMatch(/^(yz|zy){2}$/)
})

test('[A1] what a payer took is not forgotten with its last item, and nobody saves up what was not taken', () => {
  const turns = createFairTurns<Payer>()
  fill(turns, { school: 'a' }, 1)
  fill(turns, { school: 'b' }, 3)
  expect(schoolsOf(served(turns, 1, () => 1_000))).toBe('a')
  // It comes again at once, as a device does whose push was refused.
  fill(turns, { school: 'a' }, 1)
  expect(schoolsOf(served(turns, 4, () => 10))).toBe('bbba')
  fill(turns, { school: 'c' }, 3)
  fill(turns, { school: 'b' }, 3)
  expect(schoolsOf(served(turns, 6, () => 10))).toMatch(/^(cb|bc){3}$/)
})
