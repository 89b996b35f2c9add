import { createEffect, createSignal } from 'solid-js'
import { isJsonObject } from '../../../shared/json.ts'
import { localDatabase } from '../db/current.ts'
import { requested, type SideStore } from '../db/side-store.ts'
import type { News, Seen } from './news.ts'

const KEY = 'seen-news'
/** On a new device whatever is older counts as known. */
const KNOWN_MS = 14 * 86_400_000

const [seen, setSeen] = createSignal<Seen>()

/** What of the news has been seen on this device; undefined while it is read. Reactive. */
export { seen }

/** Keeps `seen` in step with whoever is signed in. Called once, inside the root. */
export function followSeenNews(): void {
  createEffect(() => {
    const database = localDatabase()
    setSeen(undefined)
    if (!database) return
    const start: Seen = { since: new Date(database.stamps.now() - KNOWN_MS).toISOString(), marks: {} }
    readSeen(database.side, start).then(
      (read) => {
        if (localDatabase() === database) setSeen(read)
      },
      // The database was closed meanwhile, or cannot be read: nothing is called new.
      () => undefined,
    )
  })
}

/** Keeps the first look, from which on news count. */
function readSeen(side: SideStore, start: Seen): Promise<Seen> {
  return side.write(['state'], async (store) => {
    const kept = seenIn(await requested<unknown>(store('state').get(KEY)))
    if (!kept) store('state').put(start, KEY)
    return kept ?? start
  })
}

/** Somebody has looked at these. Marks of reviews that are no longer here are dropped once `here` names those that are. */
export async function markSeen(news: readonly News[], here?: ReadonlySet<string>): Promise<void> {
  const database = localDatabase()
  const before = seen()
  if (!database || !before) return
  const fresh = news.filter(({ review, mark }) => before.marks[review.id] !== mark)
  if (fresh.length === 0) return
  const kept = Object.entries(before.marks).filter(([id]) => here?.has(id) ?? true)
  const marks = Object.fromEntries([...kept, ...fresh.map(({ review, mark }) => [review.id, mark])])
  setSeen({ ...before, marks })
  await database.side.write(['state'], (store) => void store('state').put({ ...before, marks }, KEY))
}

function seenIn(value: unknown): Seen | undefined {
  if (!isJsonObject(value) || typeof value.since !== 'string' || !isJsonObject(value.marks)) return undefined
  const marks = Object.entries(value.marks).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  )
  return { since: value.since, marks: Object.fromEntries(marks) }
}
