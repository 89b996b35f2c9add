import type { World } from './world.ts'

/** One step of a run. Returns what happened, for the script. */
export interface Move {
  readonly name: string
  readonly weight: number
  run(world: World): Promise<string | undefined> | string | undefined
}
