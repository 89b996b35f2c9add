import { parseStamp } from '../../../../shared/clock.ts'
import type { Equipment } from '../../../../shared/collections/equipment.ts'
import type { ReviewKind } from '../../../../shared/collections/reviews.ts'
import { loanOf } from '../../../../shared/loans.ts'
import { blockedBy } from '../../custody/blocked-by.ts'
import type { BulkHolding } from '../../custody/bulk-holdings.ts'
import { type StationHolder, sameHolder } from './holder.ts'
import type { Deed, Line } from './line.ts'
import type { Reason } from './reason.ts'

/** What the station knows at the moment of a scan. */
export interface Scene {
  readonly holder?: StationHolder | undefined
  /** Today in the school's time zone, `YYYY-MM-DD`. */
  readonly today: string
  /** Device time in ms. */
  readonly now: number
  /** Newest first. */
  readonly lines: readonly Line[]
  /** The open review of the thing, when one stands in the way of issuing it. */
  readonly review?: ReviewKind | undefined
  /** Of a bulk thing: how many are out as far as this device knows. */
  readonly out?: number | undefined
  /** Of a bulk thing: who has some, the last taker first. */
  readonly holdings?: readonly BulkHolding[] | undefined
}

export type Decision =
  /** `from`: who gives a piece of a bulk thing back. */
  | { readonly act: 'do'; readonly deed: Deed; readonly from?: string }
  /** One more of a bulk thing that is on the list. */
  | { readonly act: 'count'; readonly key: string }
  /** It is on the list; nothing changes. */
  | { readonly act: 'already'; readonly key: string }
  | { readonly act: 'refuse'; readonly reason: Reason }

/** A thing that was issued this recently and is seen again is most likely still lying in view. */
const STILL_IN_VIEW_MS = 20_000

const refuse = (reason: Reason): Decision => ({ act: 'refuse', reason })

function sinceOf(thing: Equipment): number | undefined {
  return thing.statusStamp === undefined ? undefined : parseStamp(thing.statusStamp)?.ms
}

/** The last line of the thing that did something, unless it was undone. */
function lastDeed(thing: Equipment, lines: readonly Line[]): Line | undefined {
  const last = lines.find((line) => line.equipmentId === thing.id && line.state.kind !== 'refused')
  return last?.state.kind === 'undone' ? undefined : last
}

function hasDone(line: Line | undefined, deed: Deed): line is Line {
  return line !== undefined && line.state.kind !== 'refused' && line.state.deed === deed
}

function decideBulk(thing: Equipment, scene: Scene): Decision {
  const last = lastDeed(thing, scene.lines)
  if (scene.holder) {
    const blocked = blockedBy(thing, scene.today, scene.review)
    if (blocked) return refuse(blocked)
    if (hasDone(last, 'issued') && sameHolder(last.to, scene.holder)) return { act: 'count', key: last.key }
    return { act: 'do', deed: 'issued' }
  }
  if ((scene.out ?? 0) <= 0) return refuse({ code: 'none-out' })
  const holdings = scene.holdings ?? []
  const giver = last?.before?.holder?.id
  const goesOn = holdings.length === 0 || holdings.some(({ holderId }) => holderId === giver)
  if (hasDone(last, 'returned') && goesOn) return { act: 'count', key: last.key }
  if (holdings.length > 1) return refuse({ code: 'whose', holdings })
  const from = holdings[0]?.holderId
  return { act: 'do', deed: 'returned', ...(from === undefined ? {} : { from }) }
}

function decideOut(thing: Equipment, scene: Scene): Decision {
  const last = lastDeed(thing, scene.lines)
  const given = hasDone(last, 'issued') || hasDone(last, 'moved')
  if (!scene.holder) {
    if (given && scene.now - last.at < STILL_IN_VIEW_MS)
      return refuse({ code: 'just-issued', holderId: thing.holderId })
    return { act: 'do', deed: 'returned' }
  }
  if (thing.holderId !== scene.holder.id)
    return refuse({ code: 'out', holderId: thing.holderId, since: sinceOf(thing) })
  if (given && sameHolder(last.to, scene.holder)) return { act: 'already', key: last.key }
  return refuse({ code: 'held' })
}

/** What a scan of a known thing does. Pure: the same scene decides the same. */
export function decide(thing: Equipment, scene: Scene): Decision {
  const since = sinceOf(thing)
  // With another school: neither given out nor taken back here.
  const loan = loanOf(thing)
  if (loan?.side === 'lent') return refuse({ code: 'on-loan', school: loan.school, day: loan.until })
  if (thing.status === 'retired') return refuse({ code: 'retired', since })
  if (thing.kind === 'bulk') return decideBulk(thing, scene)
  switch (thing.status) {
    case 'lost':
      return refuse({ code: 'lost', since })
    case 'in_maintenance':
      return refuse({ code: 'maintenance', since })
    case 'checked_out':
      return decideOut(thing, scene)
    case 'available': {
      if (!scene.holder) {
        const last = lastDeed(thing, scene.lines)
        if (hasDone(last, 'returned')) return { act: 'already', key: last.key }
      }
      const blocked = blockedBy(thing, scene.today, scene.review)
      if (blocked) return refuse(blocked)
      return scene.holder ? { act: 'do', deed: 'issued' } : refuse({ code: 'nobody' })
    }
  }
}
