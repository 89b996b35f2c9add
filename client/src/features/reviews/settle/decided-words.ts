import type { Review } from '../../../../../shared/collections/reviews.ts'
import { type Decision, effectsIn } from '../../../../../shared/reviews/decision.ts'
import { createLookup } from '../../../db/query.ts'
import { formatDay } from '../../../i18n/format.ts'
import { decidedKey } from './decided-key.ts'
import { createEffectWords } from './effect-words.ts'
import { t } from './messages.ts'

/** A decision in words: what somebody did, and what came of it. Reactive. */
export function createDecidedWords(): (review: Review, decision: Decision) => string {
  const user = createLookup('users')
  const effectWords = createEffectWords()

  function act(review: Review, { action, value }: Decision): string {
    const text = (field: string) => (typeof value?.[field] === 'string' ? value[field] : undefined)
    if (action === 'assign') {
      const id = text('assigneeId')
      return id === undefined ? t('did.unassign') : t('did.assign', { name: user(id)?.name ?? t('somebody') })
    }
    if (action === 'defer') return t('did.defer', { day: formatDay(text('until') ?? '') })
    return t(decidedKey(review, action))
  }

  return (review, decision) => {
    const effects = effectWords(effectsIn(review, decision))
    if (effects.length === 0) return `${act(review, decision)}.`
    return [...(decision.action === 'undo' ? [`${t('did.undo')}:`] : []), ...effects].join(' ')
  }
}
