/** The value below which `share` (0 to 1) of the values lie; of no values: NaN. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5)
}

/** Three figures at most, thousands as k: `0.42`, `12.3`, `847`, `11.7k`. */
export function figure(value: number): string {
  if (Number.isNaN(value)) return '-'
  if (value >= 10_000) return `${(value / 1000).toFixed(value >= 100_000 ? 0 : 1)}k`
  if (value >= 1_000) return `${(value / 1000).toFixed(2)}k`
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2)
}

/** The median of the rounds, and where there are several the lowest and the highest. */
export function figures(rounds: readonly number[]): string {
  if (rounds.length < 2) return figure(median(rounds))
  return `${figure(median(rounds))} (${figure(Math.min(...rounds))} to ${figure(Math.max(...rounds))})`
}
