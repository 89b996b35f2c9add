import type { FaultyProxy } from '../../support/proxy.ts'
import type { Random } from '../random.ts'

/** How a browser is connected: `offline` as it knows itself, `cut` without its knowing. */
export type Connection = 'online' | 'offline' | 'cut'

/** What the network does to a browser's requests, by chance. */
export function faultsBy(random: Random): NonNullable<FaultyProxy['fault']> {
  return ({ path }) => {
    const dice = random.next()
    if (path.endsWith('/push')) {
      if (dice < 0.08) return 'refuse'
      if (dice < 0.18) return 'lose-answer'
      if (dice < 0.23) return 'cut-answer'
      if (dice < 0.26) return 'fail'
      return dice < 0.31 ? 'slice-answer' : undefined
    }
    if (path.includes('/pull')) {
      if (dice < 0.05) return 'refuse'
      return dice < 0.1 ? 'cut-answer' : undefined
    }
    return dice < 0.05 ? 'refuse' : undefined
  }
}
