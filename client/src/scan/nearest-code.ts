interface Point {
  readonly x: number
  readonly y: number
}

/** The corners of a code in a frame, in pixels. */
export interface Corners {
  readonly topLeft: Point
  readonly topRight: Point
  readonly bottomRight: Point
  readonly bottomLeft: Point
}

/**
 * Of several codes in one frame, the one that somebody points at: nearest to the middle. A sheet of labels or a badge
 * beside a helmet would otherwise be taken by chance.
 */
export function nearestToMiddle<Found extends { readonly position: Corners }>(
  found: readonly Found[],
  width: number,
  height: number,
): Found | undefined {
  let nearest: Found | undefined
  let least = Number.POSITIVE_INFINITY
  for (const one of found) {
    const { topLeft, topRight, bottomRight, bottomLeft } = one.position
    const x = (topLeft.x + topRight.x + bottomRight.x + bottomLeft.x) / 4 - width / 2
    const y = (topLeft.y + topRight.y + bottomRight.y + bottomLeft.y) / 4 - height / 2
    const distance = x * x + y * y
    if (distance < least) {
      least = distance
      nearest = one
    }
  }
  return nearest
}
