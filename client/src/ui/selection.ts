import { createSignal } from 'solid-js'

/** Which rows are chosen, by id, while rows are being chosen at all. */
export function createSelection() {
  const [on, setOn] = createSignal(false)
  const [ids, setIds] = createSignal<ReadonlySet<string>>(new Set())
  return {
    on,
    ids,
    has: (id: string) => ids().has(id),
    start: () => setOn(true),
    end() {
      setOn(false)
      setIds(new Set<string>())
    },
    toggle(id: string, chosen: boolean) {
      const next = new Set(ids())
      if (chosen) next.add(id)
      else next.delete(id)
      setIds(next)
    },
    set: (all: readonly string[]) => setIds(new Set(all)),
  }
}

export type Selection = ReturnType<typeof createSelection>
