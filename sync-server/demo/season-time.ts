const HOUR = 3_600_000
const DAY = 24 * HOUR
/** Both demo schools are in the Pacific zone; whether its clocks are an hour ahead does not matter to a demo. */
const ZONE_OFFSET = -8 * HOUR

export const SEASONS = ['fall', 'winter', 'spring'] as const
export type Season = (typeof SEASONS)[number]

/** Moments of the demo, counted back from the moment it was first seeded. */
export interface SeasonTime {
  /** When the demo was first seeded, ms since 1970. */
  readonly anchor: number
  /** ms since 1970 of a time of day at school, so many days ago (negative: ahead). */
  at(daysAgo: number, hour: number, minute?: number): number
  hoursAgo(hours: number): number
  /** `YYYY-MM-DD`, so many days ago (negative: ahead). */
  date(daysAgo: number): string
  /** The season that is being played. */
  readonly current: Season
  /** `Fall 2026`, `Winter 2026-27`: the one being played, the last one before it, the next one. */
  label(season: Season): string
  phase(season: Season): 'current' | 'previous' | 'next'
}

export function seasonTime(anchor: number): SeasonTime {
  const local = new Date(anchor + ZONE_OFFSET)
  const midnight = Date.UTC(local.getUTCFullYear(), local.getUTCMonth(), local.getUTCDate()) - ZONE_OFFSET
  const month = local.getUTCMonth()
  const current: Season = month >= 7 && month <= 10 ? 'fall' : month >= 11 || month <= 1 ? 'winter' : 'spring'
  /** The year in which the school year of the current season began. */
  const schoolYear = local.getUTCFullYear() - (month >= 7 ? 0 : 1)

  function phase(season: Season): 'current' | 'previous' | 'next' {
    const steps = (SEASONS.indexOf(season) - SEASONS.indexOf(current) + 3) % 3
    return steps === 0 ? 'current' : steps === 1 ? 'next' : 'previous'
  }

  return {
    anchor,
    at: (daysAgo, hour, minute = 0) => midnight - daysAgo * DAY + hour * HOUR + minute * 60_000,
    hoursAgo: (hours) => anchor - Math.round(hours * HOUR),
    date: (daysAgo) => new Date(midnight + ZONE_OFFSET - daysAgo * DAY).toISOString().slice(0, 10),
    current,
    phase,
    label(season) {
      const wraps = SEASONS.indexOf(season) - SEASONS.indexOf(current)
      const shift =
        phase(season) === 'next' && wraps < 0 ? 1 : phase(season) === 'previous' && wraps > 0 ? -1 : 0
      const year = schoolYear + shift
      if (season === 'fall') return `Fall ${year}`
      if (season === 'winter') return `Winter ${year}-${String((year + 1) % 100).padStart(2, '0')}`
      return `Spring ${year + 1}`
    },
  }
}

export const iso = (ms: number) => new Date(ms).toISOString()
export const DAY_MS = DAY
