import type { TransactionType } from './collections/transactions.ts'
import { type CustodyTransaction, custodyAfter, movesCustody } from './custody.ts'

/** What of a ledger entry decides about custody. */
export type Link = CustodyTransaction & {
  readonly actorId?: string
  readonly previousId?: string
  /** A manager's resolution lists every end that it settles [S2]. */
  readonly previousIds?: readonly string[]
}

/** Two or more transactions of one serialized thing that follow the same one [S2]. */
export interface Fork {
  /** The transaction that all sides follow; undefined: they are each the first. */
  readonly previousId: string | undefined
  /** The sides, in order of their stamps. */
  readonly sides: readonly Link[]
  /** Where the branches end now. */
  readonly ends: readonly Link[]
  /** Every end leaves the thing in the same hands. */
  readonly agreed: boolean
  /** A later transaction named every end, whatever followed on it. */
  readonly joined: boolean
}

/** What an entry follows; of a manager's resolution, every end that it settles. */
export function previousOf(link: Link): readonly (string | undefined)[] {
  return link.previousIds && link.previousIds.length > 0 ? link.previousIds : [link.previousId]
}

/** Whether an entry is a side that a fork can have: it moves custody and is no entry of the server's own. */
export function isLink(link: { readonly type: TransactionType }): boolean {
  return movesCustody(link.type) && link.type !== 'status_set'
}

/** The entries of the chain that no other entry follows. */
export function heads(chain: readonly Link[]): readonly Link[] {
  const followed = new Set(chain.filter((link) => isLink(link)).flatMap(previousOf))
  return chain.filter((link) => isLink(link) && !followed.has(link.id))
}

/** Every fork of a chain, whatever the order in which its entries came. An absent previous entry makes none by itself. */
export function forksOf(chain: readonly Link[]): readonly Fork[] {
  const byPrevious = new Map<string | undefined, Link[]>()
  for (const link of chain) {
    if (!isLink(link) || (link.previousIds && link.previousIds.length > 0)) continue
    appendTo(byPrevious, link.previousId, link)
  }
  const followers = followersOf(chain)
  const forks: Fork[] = []
  for (const [previousId, links] of byPrevious) {
    if (links.length < 2) continue
    const sides = links.toSorted((a, b) =>
      a.stamp < b.stamp ? -1 : a.stamp > b.stamp ? 1 : a.id < b.id ? -1 : 1,
    )
    const { ends, joins } = walked(followers, sides)
    // What follows on a resolution may part again: that is a fork of its own.
    const joined = ends.length === 1 || joins.some((join) => isOnlyEnd(join, followers, sides))
    forks.push({ previousId, sides, ends, agreed: !joined && agree(ends), joined })
  }
  return forks
}

/** In place: thousands may follow one. */
function appendTo<Key>(lists: Map<Key, Link[]>, key: Key, link: Link) {
  const list = lists.get(key)
  if (list) list.push(link)
  else lists.set(key, [link])
}

/** Of so many it is asked whether they end a fork, each by a walk over the chain. */
const MOST_JOINS = 200

type Followers = ReadonlyMap<string, readonly Link[]>

function followersOf(chain: readonly Link[]): Followers {
  const followers = new Map<string, Link[]>()
  for (const link of chain) {
    if (!isLink(link)) continue
    for (const previous of previousOf(link)) {
      if (previous !== undefined) appendTo(followers, previous, link)
    }
  }
  return followers
}

/** All that follows on the sides, up to `until`: where it ends, and the transactions in which branches meet. */
function walked(followers: Followers, sides: readonly Link[], until?: Link) {
  const ends = new Map<string, Link>()
  const joins: Link[] = []
  const seen = new Set<string>()
  const walk = [...sides]
  for (let link = walk.pop(); link; link = walk.pop()) {
    if (seen.has(link.id)) continue
    seen.add(link.id)
    // Branches meet in a transaction that names several ends, and nowhere else.
    if ((link.previousIds?.length ?? 0) > 0) joins.push(link)
    const next = link.id === until?.id ? [] : (followers.get(link.id) ?? [])
    if (next.length === 0) ends.set(link.id, link)
    else walk.push(...next)
  }
  return {
    ends: [...ends.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    joins: joins.toSorted((a, b) => (a.stamp < b.stamp ? -1 : 1)).slice(0, MOST_JOINS),
  }
}

/** Whether every branch leads to this transaction. */
function isOnlyEnd(join: Link, followers: Followers, sides: readonly Link[]): boolean {
  return walked(followers, sides, join).ends.length === 1
}

function agree(ends: readonly Link[]): boolean {
  const states = ends.map((end) => {
    const after = custodyAfter(end)
    return `${after?.status} ${after?.holderId ?? ''}`
  })
  return new Set(states).size <= 1
}
