/**
 * Where rows below each other begin, in px from the first one; one more entry says where the last one ends. A row that was
 * not measured yet is assumed to be as high as `assumed`.
 */
export function rowOffsets(
  keys: readonly string[],
  measured: ReadonlyMap<string, number>,
  assumed: number,
): Float64Array {
  const offsets = new Float64Array(keys.length + 1)
  let at = 0
  keys.forEach((key, index) => {
    at += measured.get(key) ?? assumed
    offsets[index + 1] = at
  })
  return offsets
}

/** The row at a height, the first or the last one where it is above or below all of them; -1 without rows. */
export function rowAt(offsets: Float64Array, height: number): number {
  let first = 0
  let last = offsets.length - 2
  while (first < last) {
    const middle = Math.ceil((first + last) / 2)
    if ((offsets[middle] ?? 0) <= height) first = middle
    else last = middle - 1
  }
  return last < 0 ? -1 : first
}
