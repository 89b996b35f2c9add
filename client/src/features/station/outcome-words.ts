import type { Equipment } from '../../../../shared/collections/equipment.ts'
import type { Outcome } from './desk.ts'
import type { Directory } from './directory.ts'
import type { Line } from './line.ts'
import { lineWords } from './line-words.ts'
import { t } from './messages.ts'

export interface OutcomeWords {
  /** The code that was scanned, where it leads. */
  readonly code?: string | undefined
  readonly title: string
  readonly detail: string
}

const joined = (...parts: (string | undefined)[]) => parts.filter((part) => part).join(' · ')

/** The result of a scan in words: shown large, and read aloud. */
export function outcomeWords(
  outcome: Outcome,
  line: Line | undefined,
  names: Pick<Directory, 'nameOf'>,
  thing: Equipment | undefined,
): OutcomeWords {
  if (outcome.holder) {
    const name = names.nameOf(outcome.holder.id) ?? t('holder.unseen')
    return {
      title:
        outcome.result === 'already' ? t('holder.chosenAlready', { name }) : t('holder.chosen', { name }),
      detail: '',
    }
  }
  const what = joined(thing?.name, thing?.size)
  if (outcome.problem) {
    return {
      code: line?.code,
      title: t('line.unsaved'),
      detail: joined(what, t(`problem.${outcome.problem}`)),
    }
  }
  if (!line) return { title: t('line.undone'), detail: '' }
  const words = lineWords(line, names)
  const count =
    line.bulk && line.state.kind === 'saved' ? t('line.quantity', { count: line.quantity }) : undefined
  if (outcome.result === 'already' && line.state.kind !== 'refused') {
    return { code: line.code, title: t('line.already'), detail: joined(words.word, what, words.why) }
  }
  return { code: line.code, title: words.word, detail: joined(count, what, words.why) }
}

/** The same for ears: one sentence after the other. */
export function outcomeSpeech({ code, title, detail }: OutcomeWords): string {
  return [joined(title, code), detail].filter(Boolean).join('. ')
}
