export const DELIMITERS = [',', ';', '\t', '|'] as const
export type Delimiter = (typeof DELIMITERS)[number]

/** How many lines are looked at. */
const SAMPLE_LINES = 60

/** The delimiter that a spreadsheet's first line `sep=;` names, and where the table begins. */
export function namedDelimiter(
  text: string,
): { readonly delimiter: Delimiter; readonly length: number } | undefined {
  const match = /^"?sep=(.)"?[\t ;,|]*\n/i.exec(text)
  const delimiter = DELIMITERS.find((one) => one === match?.[1])
  return match && delimiter ? { delimiter, length: match[0].length } : undefined
}

/**
 * The delimiter that cuts the lines into the most even rows. Delimiters inside of quotes do not count. A file of one
 * column has none; the comma stands for it.
 */
export function guessDelimiter(text: string): Delimiter {
  let best: Delimiter = ','
  let bestScore = 0
  for (const delimiter of DELIMITERS) {
    const score = evenness(cellCounts(text, delimiter))
    if (score > bestScore) {
      best = delimiter
      bestScore = score
    }
  }
  return best
}

function cellCounts(text: string, delimiter: string): number[] {
  const counts: number[] = []
  let cells = 1
  let quoted = false
  let atStart = true
  let filled = false
  for (let at = 0; at < text.length && counts.length < SAMPLE_LINES; at += 1) {
    const character = text[at]
    if (character === '"' && (quoted || atStart)) quoted = !quoted
    else if (character === '\n' && !quoted) {
      if (filled) counts.push(cells)
      cells = 1
      filled = false
      atStart = true
      continue
    } else if (character === delimiter && !quoted) {
      cells += 1
      atStart = true
      continue
    }
    if (character !== ' ') {
      filled = true
      // Two quotes inside of quotes close and open again, so only the start of a cell may open.
      if (character !== '"') atStart = false
    }
  }
  if (filled) counts.push(cells)
  return counts
}

/** Rows with the commonest number of cells, weighed by that number; 0 where there is one cell a row. */
function evenness(counts: readonly number[]): number {
  const times = new Map<number, number>()
  for (const cells of counts) if (cells > 1) times.set(cells, (times.get(cells) ?? 0) + 1)
  let best = 0
  for (const [cells, rows] of times) best = Math.max(best, (rows / counts.length) ** 2 * Math.log2(cells + 1))
  return best
}
