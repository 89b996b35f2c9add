import type { Row } from './line.ts'
import { figure, median } from './statistics.ts'

/** Something that is measured in each round: its name, and how to get the figures of its columns. */
export interface Contestant {
  readonly system: string
  measure(): Promise<readonly number[]>
}

/**
 * Measures all of them in turn, round after round, so that what else the machine does meets all alike.
 */
export async function inRounds(
  rounds: number,
  contestants: readonly Contestant[],
  log: (sentence: string) => void,
): Promise<readonly Row[]> {
  const found: (readonly number[])[][] = contestants.map(() => [])
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, contestant] of contestants.entries()) {
      const figures = await contestant.measure()
      log(`  ${round + 1}/${rounds} ${contestant.system}: ${figures.map(figure).join(', ')}`)
      found[index]?.push(figures)
    }
  }
  return contestants.map(({ system }, index) => ({ system, values: columnsOf(found[index] ?? []) }))
}

function columnsOf(rounds: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const [first = []] = rounds
  return first.map((_, column) => rounds.map((figures) => figures[column] ?? Number.NaN))
}

/** The median of a system's column; NaN where it was not measured. */
export function medianOf(rows: readonly Row[], system: string, column = 0): number {
  return median(rows.find((row) => row.system === system)?.values[column] ?? [])
}
