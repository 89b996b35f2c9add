import type { Season } from './season-time.ts'

/** A team as the demo plans it. `kit` names the gear that each of its athletes is issued, in the order of issuing. */
export interface TeamPlan {
  readonly key: string
  readonly name: string
  readonly sport: string
  readonly level: string
  readonly season: Season
  readonly roster: number
  /** Highest jersey number. */
  readonly numbers: number
  readonly kit: readonly string[]
}

const football = ['FBH', 'FSP', 'FJH', 'FJA', 'FPJ', 'FPG', 'FPP']

export const TEAM_PLANS: readonly TeamPlan[] = [
  team('football-v', 'Varsity Football', 'Football', 'Varsity', 'fall', 50, 99, football),
  team('football-jv', 'JV Football', 'Football', 'JV', 'fall', 42, 99, ['FBH', 'FSP', 'JJH', 'FPJ', 'FPP']),
  team('soccer-g', 'Girls Varsity Soccer', 'Soccer', 'Varsity', 'fall', 24, 30, ['SGH', 'SGA', 'SWU']),
  team('soccer-b', 'Boys Varsity Soccer', 'Soccer', 'Varsity', 'fall', 24, 30, ['SBH', 'SBA', 'SWU']),
  team('volleyball', 'Varsity Volleyball', 'Volleyball', 'Varsity', 'fall', 16, 24, ['VBH', 'VBA', 'VKP']),
  team('basketball-g', 'Girls Varsity Basketball', 'Basketball', 'Varsity', 'winter', 15, 35, ['BGH', 'BGA']),
  team('basketball-b', 'Boys Varsity Basketball', 'Basketball', 'Varsity', 'winter', 15, 35, ['BBH', 'BBA']),
  team('wrestling', 'Wrestling', 'Wrestling', 'Varsity', 'winter', 34, 40, ['WSG', 'WHG']),
  team('baseball', 'Varsity Baseball', 'Baseball', 'Varsity', 'spring', 24, 45, ['BSH', 'BSJ', 'BSP']),
  team('softball', 'Varsity Softball', 'Softball', 'Varsity', 'spring', 22, 40, ['SOH', 'SOJ', 'SOP']),
  team('lacrosse', 'Girls Lacrosse', 'Lacrosse', 'Varsity', 'spring', 26, 40, ['LXG', 'LXS', 'LXJ']),
  team('track', 'Track and Field', 'Track and field', 'Varsity', 'spring', 62, 70, ['TRJ']),
]

function team(
  key: string,
  name: string,
  sport: string,
  level: string,
  season: Season,
  roster: number,
  numbers: number,
  kit: readonly string[],
): TeamPlan {
  return { key, name, sport, level, season, roster, numbers, kit }
}
