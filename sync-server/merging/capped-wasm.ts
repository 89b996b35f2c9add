const MEMORY_SECTION = 5
const HEADER_LENGTH = 8
const HAS_MAXIMUM = 1

/**
 * A WebAssembly module whose one memory can grow to `pages` of 64 KiB and no further. A worker's resource limits count its
 * JavaScript alone: without this, a few bytes that unpack to gigabytes would take the whole machine's memory.
 */
export function withMemoryLimit(module: Uint8Array, pages: number): Uint8Array<ArrayBuffer> {
  let at = HEADER_LENGTH
  while (at < module.length) {
    const start = at
    const id = module[at]
    const size = readNumber(module, at + 1)
    at = size.end + size.value
    if (id !== MEMORY_SECTION) continue
    const count = readNumber(module, size.end)
    const minimum = readNumber(module, count.end + 1)
    if (count.value !== 1 || minimum.value > pages) break
    const limits = [1, HAS_MAXIMUM, ...numberBytes(minimum.value), ...numberBytes(pages)]
    const section = Uint8Array.from([MEMORY_SECTION, ...numberBytes(limits.length), ...limits])
    const limited = new Uint8Array(start + section.length + module.length - at)
    limited.set(module.subarray(0, start))
    limited.set(section, start)
    limited.set(module.subarray(at), start + section.length)
    return limited
  }
  throw new Error('The module has no memory that can be limited.')
}

/** An unsigned LEB128 number. */
function readNumber(bytes: Uint8Array, start: number): { readonly value: number; readonly end: number } {
  let value = 0
  let at = start
  for (let factor = 1; ; factor *= 128) {
    const byte = bytes[at] ?? 0
    at += 1
    value += (byte & 0x7f) * factor
    if (byte < 0x80) return { value, end: at }
  }
}

function numberBytes(value: number): number[] {
  const bytes: number[] = []
  let left = value
  for (; left >= 0x80; left = Math.floor(left / 128)) bytes.push((left % 128) | 0x80)
  return [...bytes, left]
}
