import { dayIn } from '../../custody/due-date.ts'
import { formatDate, formatDay, formatTime } from '../../i18n/format.ts'
import { timeZone } from '../../i18n/locale.ts'
import type { IconName } from '../../ui/icon-paths.ts'
import type { Tone } from '../../ui/status-badge.tsx'
import type { Directory } from './directory.ts'
import type { Deed, Line } from './line.ts'
import { t } from './messages.ts'
import { isAlready, type Reason } from './reason.ts'

/** What a line says: a word with its shape and colour, and one sentence more. */
export interface LineWords {
  readonly tone: Tone
  readonly icon: IconName
  readonly word: string
  readonly why: string
}

const deedIcons: Record<Deed, IconName> = {
  issued: 'check',
  returned: 'returned',
  moved: 'transfer',
  found: 'available',
}

type Names = Pick<Directory, 'nameOf'>
const nameOf = (names: Names, id: string | undefined) => names.nameOf(id) ?? t('holder.unseen')

/** As short as it is clear: the time of today, the day of this year, else the date. */
function since(at: number | undefined): string {
  if (at === undefined) return ''
  const [day, today] = [dayIn(at, timeZone()), dayIn(Date.now(), timeZone())]
  const format = day === today ? formatTime : day.slice(0, 4) === today.slice(0, 4) ? formatDay : formatDate
  return t('line.since', { when: format(at) })
}

/** The word and the sentence of a refusal. `to` is who was chosen then. */
export function reasonWords(reason: Reason, names: Names, to?: string): { word: string; why: string } {
  switch (reason.code) {
    case 'out':
      return { word: t('why.out', { name: nameOf(names, reason.holderId) }), why: since(reason.since) }
    case 'unknown':
      return { word: t('why.unknown'), why: t(reason.loading ? 'why.unknown.loading' : 'why.unknown.hint') }
    case 'held':
      return { word: t('why.held', { name: nameOf(names, to) }), why: t('why.held.hint') }
    case 'just-issued':
      return {
        word: t('why.just-issued', { name: nameOf(names, reason.holderId) }),
        why: t('why.just-issued.hint'),
      }
    case 'on-loan':
      return {
        word: t('why.on-loan', { school: reason.school }),
        why: t('why.on-loan.hint', { day: formatDate(reason.day) }),
      }
    case 'recertify':
    case 'too-old':
      return {
        word: t(`why.${reason.code}`),
        why: t(`why.${reason.code}.hint`, { day: formatDate(reason.day) }),
      }
    case 'maintenance':
    case 'lost':
    case 'retired':
      return { word: t(`why.${reason.code}`), why: since(reason.since) }
    case 'whose':
      return {
        word: t('why.whose'),
        why: t('why.whose.hint', { count: reason.holdings.length }),
      }
    case 'in-review': {
      const key = `why.in-review.${reason.kind}`
      return { word: t('why.in-review'), why: t.has(key) ? reviewWords(key) : t('why.in-review.other') }
    }
    default:
      return { word: t(`why.${reason.code}`), why: t(`why.${reason.code}.hint`) }
  }
}

function reviewWords(key: string): string {
  if (key === 'why.in-review.custody-fork') return t('why.in-review.custody-fork')
  return key === 'why.in-review.duplicate-tag'
    ? t('why.in-review.duplicate-tag')
    : t('why.in-review.deletion')
}

function savedWhy(line: Line, deed: Deed, names: Names): string {
  if (deed === 'issued') return line.dueAt === undefined ? '' : t('due.on', { day: formatDay(line.dueAt) })
  if (deed === 'found') return t('line.back')
  const from = line.before?.holder?.id
  if (from === undefined) return ''
  return t(deed === 'returned' ? 'line.from' : 'line.untilNow', { name: nameOf(names, from) })
}

export function lineWords(line: Line, names: Names): LineWords {
  const { state } = line
  switch (state.kind) {
    case 'saving':
      return { tone: 'neutral', icon: 'sending', word: t('line.saving'), why: '' }
    case 'saved': {
      const damaged = line.damage === 'unsafe' || line.damage === 'poor' ? line.damage : undefined
      return {
        tone: damaged ? 'warning' : 'positive',
        icon: damaged ? 'warning' : deedIcons[state.deed],
        word: damaged
          ? `${t(`line.${state.deed}`)} · ${t(`line.damage.${damaged}`)}`
          : t(`line.${state.deed}`),
        why: savedWhy(line, state.deed, names),
      }
    }
    case 'undone':
      return { tone: 'neutral', icon: 'history', word: t('line.undone'), why: t(`line.${state.deed}`) }
    case 'unsaved':
      return {
        tone: 'danger',
        icon: 'danger',
        word: t('line.unsaved'),
        why: t(`problem.${state.problem}`),
      }
    case 'refused': {
      const already = isAlready(state.reason)
      return {
        tone: already ? 'warning' : 'danger',
        icon: already ? 'info' : state.reason.code === 'out' ? 'out' : 'danger',
        ...reasonWords(state.reason, names, line.to?.id),
      }
    }
  }
}
