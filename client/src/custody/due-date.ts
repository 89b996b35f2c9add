/** When things come back: a rule, or a fixed day (`YYYY-MM-DD`) such as the end of a season. */
export type DueRule = 'today' | 'week' | 'twoWeeks' | 'none' | (string & {})

export const usualRule: DueRule = 'twoWeeks'

const dayForm = /^\d{4}-\d\d-\d\d$/

/** The day of an instant in a time zone, `YYYY-MM-DD`. */
export function dayIn(at: number, timeZone: string): string {
  // Swedish writes a date as ISO does.
  return new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).format(at)
}

function plusDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}

/** How far a zone's clocks are ahead of UTC at an instant, in ms. */
function offsetAt(at: number, timeZone: string): number {
  const local = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'medium',
  }).format(at)
  return Date.parse(`${local.replace(' ', 'T')}Z`) - Math.floor(at / 1_000) * 1_000
}

/** The last minute of a day in a time zone as an ISO instant: whoever brings it back that evening is in time. */
export function endOfDay(day: string, timeZone: string): string {
  const wall = Date.parse(`${day}T23:59:00Z`)
  const guess = wall - offsetAt(wall, timeZone)
  // The first offset may be the one before a change of clocks on that day.
  return new Date(wall - offsetAt(guess, timeZone)).toISOString()
}

/** Whether a text is a rule; a day must exist. */
export function isDueRule(text: string): boolean {
  if (['today', 'week', 'twoWeeks', 'none'].includes(text)) return true
  return dayForm.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`))
}

/** The day that a rule gives today; undefined for none. A fixed day that is over no longer counts: the usual rule does. */
export function dueDay(rule: DueRule, today: string): string | undefined {
  switch (rule) {
    case 'none':
      return undefined
    case 'today':
      return today
    case 'week':
      return plusDays(today, 7)
    case 'twoWeeks':
      return plusDays(today, 14)
    default:
      return isDueRule(rule) && rule >= today ? rule : plusDays(today, 14)
  }
}
