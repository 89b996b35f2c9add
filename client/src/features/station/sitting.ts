import type { StationHolder } from './holder.ts'
import type { Line } from './line.ts'

/** What a station has in front of it: who is chosen, and what was scanned lately, the newest first. */
export interface Sitting {
  readonly holder?: StationHolder | undefined
  /** Changes with whoever is chosen. */
  readonly visit: string
  /** Device time in ms of the last thing that somebody did here. */
  readonly touchedAt: number
  readonly lines: readonly Line[]
}

/** Whoever walks away is forgotten after this long: the next person's things must not go to them. */
export const IDLE_MS = 60_000
/** As many lines as a team's issue in a day; what is not saved stays beyond it. */
const KEPT_LINES = 200

export function emptySitting(now: number): Sitting {
  return { visit: '', touchedAt: now, lines: [] }
}

/** Opens a visit. `visit` is a name that no other visit has. */
export function chosen(sitting: Sitting, holder: StationHolder, visit: string, now: number): Sitting {
  return { ...sitting, holder, visit, touchedAt: now }
}

/** Closes the visit; its lines stay. */
export function left(sitting: Sitting, visit: string): Sitting {
  return { ...sitting, holder: undefined, visit }
}

export function touched(sitting: Sitting, now: number): Sitting {
  return { ...sitting, touchedAt: now }
}

export function isIdle(sitting: Sitting, now: number): boolean {
  return sitting.holder !== undefined && now - sitting.touchedAt >= IDLE_MS
}

/** Nothing that is not saved, or being saved, ever leaves the list by itself. */
function mustStay(line: Line): boolean {
  return line.state.kind === 'unsaved' || line.state.kind === 'saving'
}

export function withLine(sitting: Sitting, line: Line): Sitting {
  const lines = [line, ...sitting.lines]
  return {
    ...sitting,
    lines: lines.length <= KEPT_LINES ? lines : lines.filter((one, i) => i < KEPT_LINES || mustStay(one)),
  }
}

/** Changes one line where it stands; `first` brings it to the top, as its scan did. */
export function changed(sitting: Sitting, key: string, change: Partial<Line>, first = false): Sitting {
  const before = sitting.lines.find((line) => line.key === key)
  if (!before) return sitting
  const after = { ...before, ...change }
  const lines = first
    ? [after, ...sitting.lines.filter((line) => line.key !== key)]
    : sitting.lines.map((line) => (line.key === key ? after : line))
  return { ...sitting, lines }
}

export function withoutLine(sitting: Sitting, key: string): Sitting {
  return { ...sitting, lines: sitting.lines.filter((line) => line.key !== key) }
}

/** Clears the list of what is over. */
export function cleared(sitting: Sitting): Sitting {
  return { ...sitting, lines: sitting.lines.filter(mustStay) }
}

export function unsavedLines(sitting: Sitting): readonly Line[] {
  return sitting.lines.filter((line) => line.state.kind === 'unsaved')
}

/** A run of lines of one visit, as the list shows them together. */
export interface VisitLines {
  /** The same run keeps its key while lines come and go above it. */
  readonly key: string
  readonly visit: string
  readonly to: StationHolder | undefined
  readonly lines: readonly Line[]
}

export function byVisit(lines: readonly Line[]): readonly VisitLines[] {
  const visits: { visit: string; to: StationHolder | undefined; lines: Line[] }[] = []
  for (const line of lines) {
    const last = visits.at(-1)
    if (last?.visit === line.visit) last.lines.push(line)
    else visits.push({ visit: line.visit, to: line.to, lines: [line] })
  }
  // Counted from the oldest: a visit stands twice where a line of it was counted up after another visit began.
  const runs = new Map<string, number>()
  return visits
    .toReversed()
    .map((visit) => {
      const run = (runs.get(visit.visit) ?? 0) + 1
      runs.set(visit.visit, run)
      return { ...visit, key: `${visit.visit} ${run}` }
    })
    .toReversed()
}
