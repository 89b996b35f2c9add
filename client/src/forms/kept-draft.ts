import { createStore, type SetStoreFunction } from 'solid-js/store'
import { who } from '../app/who.ts'

/** A form's content: texts as they were typed, lists of them, choices. */
export type Draft = { readonly [field: string]: unknown }

const PREFIX = 'etrax.draft'
const KEPT_MS = 14 * 86_400_000

interface Kept {
  readonly at: number
  readonly draft: Draft
}

type Person = { readonly tenant: string; readonly userId: string }

const ownPrefix = (person: Person) => `${PREFIX}.${person.tenant}.${person.userId}.`

function keyOf(form: string): string | undefined {
  const person = who()
  return person && `${ownPrefix(person)}${form}`
}

/** Somebody signs out: nothing that they typed stays on the device. */
export function forgetDrafts(person: Person): void {
  try {
    const own = Object.keys(localStorage).filter((key) => key.startsWith(ownPrefix(person)))
    for (const key of own) localStorage.removeItem(key)
  } catch {
    // Storage that is forbidden holds no drafts either.
  }
}

function read(key: string | undefined): Kept | undefined {
  if (key === undefined) return undefined
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? 'null')
    if (typeof kept !== 'object' || kept === null || !('at' in kept) || !('draft' in kept)) return undefined
    const { at, draft } = kept
    if (typeof at !== 'number' || typeof draft !== 'object' || draft === null) return undefined
    return Date.now() - at < KEPT_MS ? { at, draft: { ...draft } } : undefined
  } catch {
    // Storage can be forbidden, or the text damaged: the form then starts as it would without a draft.
    return undefined
  }
}

/** The kept value of each field that the form has, where it is of the same type; all else as the form starts. */
function merged<D extends Draft>(start: D, kept: Draft): D {
  const entries = Object.entries(start).map(([field, value]) => {
    const before = kept[field]
    const same = typeof before === typeof value && Array.isArray(before) === Array.isArray(value)
    return [field, same && before !== null ? before : value]
  })
  return { ...start, ...Object.fromEntries(entries) }
}

export interface KeptDraft<D extends Draft> {
  readonly draft: D
  readonly setDraft: SetStoreFunction<D>
  /** Whether the form shows what somebody had entered before a reload. */
  readonly restored: boolean
  /** Keeps the present state; called after each change. */
  keep(): void
  /** The form was saved or given up: nothing is kept. */
  forget(): void
}

/**
 * A form's state that outlives a reload, a crash or a battery: kept on this device under the person's own name until it is
 * saved or given up.
 */
export function createKeptDraft<D extends Draft>(form: string, start: D): KeptDraft<D> {
  const key = keyOf(form)
  const before = read(key)
  const [draft, setDraft] = createStore<D>(before ? merged(start, before.draft) : { ...start })
  return {
    draft,
    setDraft,
    restored: before !== undefined,
    keep() {
      if (key === undefined) return
      try {
        localStorage.setItem(key, JSON.stringify({ at: Date.now(), draft }))
      } catch {
        // A full or forbidden storage: what was typed still stands in the form.
      }
    },
    forget() {
      if (key !== undefined) localStorage.removeItem(key)
    },
  }
}
