import { createSignal } from 'solid-js'
import { isJsonObject } from '../../../shared/json.ts'
import { type DueRule, isDueRule, usualRule } from './due-date.ts'

/** When each team's things come back, as this device remembers it. */
const key = 'etrax.station.due'

function read(): Readonly<Record<string, DueRule>> {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(key) ?? '{}')
    if (!isJsonObject(value)) return {}
    const rules = Object.entries(value).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string' && isDueRule(entry[1]),
    )
    return Object.fromEntries(rules)
  } catch {
    // Forbidden or damaged: the usual rule holds.
    return {}
  }
}

const [rules, setRules] = createSignal(read())

/** Reactive. Without a team, or for one that has no rule yet, the usual one. */
export function teamRule(teamId: string | undefined): DueRule {
  return (teamId === undefined ? undefined : rules()[teamId]) ?? usualRule
}

export function keepTeamRule(teamId: string, rule: DueRule): void {
  const next = { ...rules(), [teamId]: rule }
  setRules(next)
  try {
    localStorage.setItem(key, JSON.stringify(next))
  } catch {
    // The rule holds for this visit of the page.
  }
}
