import type { Generator } from './load/tasks.ts'
import type { Etrax } from './systems/etrax.ts'
import type { Room } from './systems/room.ts'

/** What every line measures with. */
export interface Bench {
  readonly rounds: number
  /** How long the lines go on that look at a whole day; undefined: as long as each needs to show that it works. */
  readonly minutes: number | undefined
  readonly generator: Generator
  /** The server and its Postgres, started when the first line asks. */
  etrax(): Promise<Etrax>
  /** The folder of the peers' packages, installed when the first line asks. */
  peers(): string
  /** A school of 12,000 things with its client, started when the first line asks. */
  room(): Promise<Room>
  /** A port of 127.0.0.1 that nobody of this run has. */
  port(): number
  log(sentence: string): void
}

/** One row of a table: a system, and for each column what the rounds gave. */
export interface Row {
  readonly system: string
  readonly values: readonly (readonly number[])[]
}

export interface Verdict {
  /** What is to be reached, in words. */
  readonly target: string
  readonly value: string
  readonly reached: boolean
}

export interface LineResult {
  readonly columns: readonly string[]
  readonly rows: readonly Row[]
  readonly verdicts: readonly Verdict[]
}

/** One line of the table of speed: something that is measured beside its peers and its limit, in the same run. */
export interface Line {
  readonly name: string
  readonly title: string
  measure(bench: Bench): Promise<LineResult>
}
