import { expect, test } from 'vitest'
import { withMemoryLimit } from './capped-wasm.ts'

/** A module whose one memory begins with one page, exported as `m`. */
const module = Uint8Array.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 5, 3, 1, 0, 1, 7, 5, 1, 1, 0x6d, 2, 0])

test('a memory grows to its limit and no further', async () => {
  const { instance } = await WebAssembly.instantiate(withMemoryLimit(module, 200))
  const { m: memory } = instance.exports
  if (!(memory instanceof WebAssembly.Memory)) throw new Error('no memory')
  expect(memory.grow(199)).toBe(1)
  expect(() => memory.grow(1)).toThrow(RangeError)
})

test('a module without a memory of its own is refused', () => {
  expect(() => withMemoryLimit(module.subarray(0, 8), 200)).toThrow('no memory')
})
