import type { IconName } from '../../ui/icon-paths.ts'
import type { Line } from './line.ts'
import type { LineAction } from './line-actions.ts'
import { t } from './messages.ts'
import { canUndo } from './perform-deed.ts'

/** One thing that can be done with a line. `damage` asks how first. */
export interface LineOffer {
  readonly action: LineAction | { readonly act: 'ask-damage' }
  readonly label: string
  readonly icon: IconName
  /** The one that is most likely wanted. */
  readonly main?: boolean
}

const offers = {
  undo: (): LineOffer => ({ action: { act: 'undo' }, label: t('act.undo'), icon: 'history' }),
  damage: (): LineOffer => ({ action: { act: 'ask-damage' }, label: t('act.damage'), icon: 'wrench' }),
  dismiss: (): LineOffer => ({ action: { act: 'dismiss' }, label: t('act.dismiss'), icon: 'close' }),
  retry: (): LineOffer => ({ action: { act: 'retry' }, label: t('act.retry'), icon: 'sending', main: true }),
  take: (): LineOffer => ({ action: { act: 'return' }, label: t('act.return'), icon: 'returned' }),
}

/** What makes sense for a line now. `chosen` is the name of whoever is chosen. */
export function lineOffers(line: Line, chosen: string | undefined): readonly LineOffer[] {
  const { state } = line
  switch (state.kind) {
    case 'saving':
    case 'undone':
      return []
    case 'saved': {
      const returned = state.deed === 'returned' || state.deed === 'found'
      return [
        ...(returned && !line.bulk && line.damage === undefined ? [offers.damage()] : []),
        // One less of a bulk thing is its undo.
        ...(!line.bulk && canUndo({ deed: state.deed, before: line.before }) ? [offers.undo()] : []),
      ]
    }
    case 'unsaved':
      return [offers.retry(), offers.dismiss()]
    case 'refused':
      switch (state.reason.code) {
        case 'out':
          return [
            ...(chosen === undefined
              ? []
              : [
                  {
                    action: { act: 'move' as const },
                    label: t('act.moveTo', { name: chosen }),
                    icon: 'transfer' as const,
                  },
                ]),
            offers.take(),
            offers.dismiss(),
          ]
        case 'held':
        case 'just-issued':
          return [offers.take(), offers.dismiss()]
        case 'lost':
          return [{ action: { act: 'found' }, label: t('act.found'), icon: 'available' }, offers.dismiss()]
        case 'nobody':
          return chosen === undefined
            ? [offers.dismiss()]
            : [
                {
                  action: { act: 'issue' },
                  label: t('act.issueTo', { name: chosen }),
                  icon: 'check',
                  main: true,
                },
                offers.dismiss(),
              ]
        default:
          return [offers.dismiss()]
      }
  }
}
