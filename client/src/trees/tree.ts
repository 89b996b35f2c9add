/** A record that lies in another one of its kind: a place, a category. */
export interface Node {
  readonly id: string
  readonly name: string
  readonly parentId?: string
  readonly pendingDeletion?: boolean
}

/** A tree as a list in reading order, each with its depth; what names a parent that is not there stands at the top. */
export function asTree<N extends Node>(nodes: readonly N[]): readonly { node: N; depth: number }[] {
  const known = new Set(nodes.map((node) => node.id))
  const inside = new Map<string | undefined, N[]>()
  for (const node of [...nodes].sort((a, b) => a.name.localeCompare(b.name))) {
    const parent = node.parentId !== undefined && known.has(node.parentId) ? node.parentId : undefined
    inside.set(parent, [...(inside.get(parent) ?? []), node])
  }
  const listed: { node: N; depth: number }[] = []
  const seen = new Set<string>()
  const walk = (parent: string | undefined, depth: number) => {
    for (const node of inside.get(parent) ?? []) {
      if (seen.has(node.id)) continue
      seen.add(node.id)
      listed.push({ node, depth })
      walk(node.id, depth + 1)
    }
  }
  walk(undefined, 0)
  // Nodes that lie in each other in a circle hang on no top; they are shown all the same.
  for (const node of nodes) {
    if (seen.has(node.id)) continue
    seen.add(node.id)
    listed.push({ node, depth: 0 })
    walk(node.id, 1)
  }
  return listed
}

/** The places and all that lie in them: who looks in the field house means its rooms too. */
export function withPlacesInside(
  ids: readonly string[],
  places: readonly Pick<Node, 'id' | 'parentId'>[],
): readonly string[] {
  const inside = new Set(ids)
  let grown = true
  while (grown) {
    grown = false
    for (const place of places) {
      if (place.parentId === undefined || !inside.has(place.parentId) || inside.has(place.id)) continue
      inside.add(place.id)
      grown = true
    }
  }
  return [...inside]
}

/** The way from the top down to a record: `Field house › Room 2 › Shelf C`. */
export function pathTo<N extends Node>(
  id: string | undefined,
  find: (id: string) => N | undefined,
): readonly N[] {
  const path: N[] = []
  let next = id === undefined ? undefined : find(id)
  while (next && !path.includes(next)) {
    path.unshift(next)
    next = next.parentId === undefined ? undefined : find(next.parentId)
  }
  return path
}
