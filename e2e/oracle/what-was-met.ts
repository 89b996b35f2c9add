import { typed } from '../../shared/collections/definition.ts'
import { type Review, reviews } from '../../shared/collections/reviews.ts'
import { isJsonObject } from '../../shared/json.ts'
import { generationsIn } from './document-check.ts'
import type { Evidence } from './evidence.ts'
import type { World } from './world.ts'

/** How often a run came to what it is made for: a good run that met nothing shows nothing. */
export interface Met {
  /** Writes of disabled accounts that a manager handed over [P7]. */
  readonly handedOver: number
  /** Those of them on which somebody decided. */
  readonly handedOverDecided: number
  /** Rows in files that people took along [D6]. */
  readonly rowsInFiles: number
  /** Records that became part of another [S5]. */
  readonly aliases: number
  /** Reviews that ask which of two things has a code. */
  readonly sharedCodes: number
  /** Histories of merge documents that were given up [A1]. */
  readonly generations: number
}

export function whatWasMet(world: World, evidence: Evidence): Met {
  const all = evidence.of('reviews').map(({ document }) => typed(reviews, document))
  const handedOver = all.filter(isHandedOver)
  const rows = world.files.flatMap(({ batches }) => batches.flatMap((batch) => batch.rows))
  const aliases = evidence.of('equipment').filter(({ document }) => document.mergedInto !== undefined)
  return {
    handedOver: handedOver.length,
    handedOverDecided: handedOver.filter(({ state }) => state !== 'open').length,
    rowsInFiles: rows.length,
    aliases: aliases.length,
    sharedCodes: all.filter(({ kind }) => kind === 'duplicate-tag').length,
    generations: generationsIn(evidence),
  }
}

const isHandedOver = ({ reason }: Review) => isJsonObject(reason) && reason.code === 'handed-over'

export function inWords(met: Met): string {
  return Object.entries(met)
    .map(([what, count]) => `${what} ${count}`)
    .join(', ')
}
