import type { AnyDocument } from '../../../../shared/collections/definition.ts'
import type { DayLine } from './day-line.ts'
import type { Seen } from './day-reader.ts'
import { type Position, pulledPage, pullRequest } from './day-requests.ts'

/** What a watching reader knows of the day: the entries, and by which of them each thing stands. */
export interface DayReplica extends Seen {
  readonly entries: ReadonlySet<string>
  custodyOf(thingId: string): string | undefined
  readonly pulls: number
  /** Reads all that came after its position, as a device does that found a gap. */
  catchUp(line: DayLine): Promise<void>
}

const COLLECTIONS = ['transactions', 'equipment']

/** @param gap is told once for each gap; whoever is told sees to it that the replica catches up */
export function dayReplica(gap: (replica: DayReplica) => void): DayReplica {
  const entries = new Set<string>()
  const custody = new Map<string, { readonly id: string; readonly stamp: string }>()
  let behind = false

  async function pullAll(line: DayLine, collection: string, from: Position): Promise<number> {
    for (let at = from; ; ) {
      const page = pulledPage(await line.send((device) => pullRequest(device, collection, at)))
      for (const document of page.documents) replica.take(collection, document)
      if (page.documents.length === 0) return at.seq
      at = page.checkpoint
    }
  }

  const replica: DayReplica & { pulls: number } = {
    entries,
    custodyOf: (thingId: string) => custody.get(thingId)?.id,
    position: undefined,
    frameEnd: undefined,
    frames: 0,
    pulls: 0,
    take(collection: string, { id, custodyId, statusStamp: stamp }: AnyDocument) {
      if (collection === 'transactions') entries.add(id)
      // A page that was read before may come after a frame.
      if (typeof custodyId !== 'string' || typeof stamp !== 'string') return
      if ((custody.get(id)?.stamp ?? '') <= stamp) custody.set(id, { id: custodyId, stamp })
    },
    gap() {
      if (!behind) gap(replica)
      behind = true
    },
    async catchUp(line: DayLine) {
      const { position } = replica
      if (!position) return
      replica.pulls += 1
      const reached: number[] = []
      for (const collection of COLLECTIONS) reached.push(await pullAll(line, collection, position))
      // What came in frames meanwhile was taken too.
      const seq = Math.max(Math.min(...reached), replica.frameEnd ?? 0)
      replica.position = { ...position, seq }
      behind = false
    },
  }
  return replica
}
