import { createSignal } from 'solid-js'
import type { StationStaff } from '../../../shared/station.ts'
import { setActor } from './actor.ts'

const [acting, setActing] = createSignal<StationStaff>()

/** Who of its staff works at this station now; undefined: it is locked. Reactive. */
export { acting }

/** Somebody identified themselves: what is done from now on is theirs. */
export function act(member: StationStaff): void {
  setActor({ userId: member.userId, role: member.role, teamIds: member.teamIds })
  setActing(member)
}

/** Nobody works at the station any more: nothing is done in anybody's name. */
export function lockStation(): void {
  setActing(undefined)
  setActor(undefined)
}
