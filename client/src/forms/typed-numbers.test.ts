import { expect, test } from 'vitest'
import { centsOf, dollarsOf, wholeNumber } from './typed-numbers.ts'

test('whole numbers as people type them', () => {
  expect(wholeNumber(' 12 ')).toBe(12)
  expect(wholeNumber('1,250')).toBe(1250)
  expect(wholeNumber('-3')).toBe(-3)
  expect(wholeNumber('\u22123')).toBe(-3)
  expect(wholeNumber('+3')).toBe(3)
})

test('what is no whole number is not made into one', () => {
  for (const text of ['', 'a few', '1.5', '12,34', '1e3', '0x10', '9'.repeat(30)])
    expect(wholeNumber(text)).toBeUndefined()
})

test('amounts become cents without rounding errors', () => {
  expect(centsOf('129.95')).toBe(12995)
  expect(centsOf('$1,299.9')).toBe(129990)
  expect(centsOf('45')).toBe(4500)
  expect(centsOf('4.10')).toBe(410)
  expect(centsOf('0.29')).toBe(29)
})

test('what is no amount is not made into one', () => {
  for (const text of ['', '12.345', '1.299,95', '-5', 'free', '12,34']) expect(centsOf(text)).toBeUndefined()
})

test('cents come back as they are typed', () => {
  expect(dollarsOf(12995)).toBe('129.95')
  expect(dollarsOf(4500)).toBe('45')
  expect(dollarsOf(5)).toBe('0.05')
})
