/** The list that a review was opened from: where to go on once it is decided. */
let list: { readonly href: string; readonly ids: readonly string[] } = { href: '/reviews', ids: [] }

export function keepQueue(href: string, ids: readonly string[]): void {
  list = { href, ids }
}

/** The address of the list as it was left. */
export function queueHref(): string {
  return list.href
}

/**
 * The review before or after this one in the list, or among those that wait where it came from no list. What waits no
 * longer is passed over.
 */
export function neighbour(id: string, waiting: readonly string[], step: 1 | -1): string | undefined {
  const ids = list.ids.includes(id) ? list.ids : [...waiting]
  const at = ids.indexOf(id)
  if (at < 0) return waiting[0]
  for (let index = at + step; index >= 0 && index < ids.length; index += step) {
    const other = ids[index]
    if (other !== undefined && waiting.includes(other)) return other
  }
  return step === 1 ? waiting.find((other) => other !== id) : undefined
}
