import { Show } from 'solid-js'
import { decisionsOf } from '../../../../../shared/reviews/decision.ts'
import { who } from '../../../app/who.ts'
import { createLookup } from '../../../db/query.ts'
import type { DocumentName } from '../../../documents/document-name.ts'
import { fieldLabel } from '../../../documents/field-labels.ts'
import { formatAge, formatList } from '../../../i18n/format.ts'
import type { News, NewsKind } from '../../../reviews/news.ts'
import { lostFields, reviewReason } from '../../../reviews/review-reason.ts'
import { lostDecision, standingOf } from '../../../reviews/standing.ts'
import { now } from '../../../things/now.ts'
import { ButtonLink } from '../../../ui/button-link.tsx'
import { Icon } from '../../../ui/icon.tsx'
import type { IconName } from '../../../ui/icon-paths.ts'
import { StatusBadge, type Tone } from '../../../ui/status-badge.tsx'
import { TagPlate } from '../../../ui/tag-plate.tsx'
import { happened, whatHappened } from '../review-sentences.ts'
import { createDecidedWords } from '../settle/decided-words.ts'
import { t as settle } from '../settle/messages.ts'
import type { createCurrent } from './create-current.ts'
import { LostFields } from './lost-fields.tsx'
import { t } from './messages.ts'
import { toldIn } from './told-writes.ts'

const looks: Record<NewsKind, { icon: IconName; tone: Tone }> = {
  question: { icon: 'note', tone: 'info' },
  answered: { icon: 'note', tone: 'info' },
  assigned: { icon: 'person', tone: 'info' },
  overtaken: { icon: 'warning', tone: 'warning' },
  refused: { icon: 'danger', tone: 'danger' },
  decided: { icon: 'check', tone: 'positive' },
  'taken-back': { icon: 'back', tone: 'info' },
  overwritten: { icon: 'edit', tone: 'info' },
  'not-taken': { icon: 'danger', tone: 'danger' },
  waiting: { icon: 'lost', tone: 'neutral' },
}

/** What became of one thing that somebody wrote: who decided what, what is asked, what was lost, and the next step. */
export function NewsItem(props: {
  news: News
  name: DocumentName
  fresh: boolean
  current: ReturnType<typeof createCurrent>
}) {
  const user = createLookup('users')
  const words = createDecidedWords()
  const review = () => props.news.review
  const person = (id: string | undefined) => user(id)?.name ?? settle('somebody')
  const named = () => props.name.code ?? props.name.title
  const ended = () =>
    decisionsOf(review()).findLast(({ outcome, by }) => outcome === 'applied' && by === review().resolvedBy)

  const sentence = (): string => {
    const userId = who()?.userId
    const lost = userId === undefined ? undefined : lostDecision(review(), userId)
    switch (props.news.kind) {
      case 'question': {
        const question = standingOf(review()).question
        return `${settle('asked', { name: person(question?.by) })}: “${question?.reason ?? ''}”`
      }
      case 'answered': {
        const answer = decisionsOf(review()).findLast(({ action }) => action === 'answer')
        return t('says.answered', { name: person(answer?.by), what: answer?.reason ?? '' })
      }
      case 'assigned': {
        const assignment = decisionsOf(review()).findLast(
          ({ action, outcome }) => action === 'assign' && outcome === 'applied',
        )
        return t('says.assigned', { name: person(assignment?.by) })
      }
      case 'overtaken':
        return `${settle('overtakenTitle', { name: person(lost?.first?.by) })}. ${settle('overtakenBy', {
          what: lost?.first ? words(review(), lost.first) : '',
        })}`
      case 'refused':
        return `${settle('refusedTitle')}. ${lost?.decision.code ? settle(`problem.${lost.decision.code}`) : ''}`
      case 'decided': {
        const decision = ended()
        const what = decision ? words(review(), decision) : t('says.decided')
        const reason = decision?.reason ? ` “${decision.reason}”` : ''
        return `${settle('decidedTitle', { name: person(review().resolvedBy) })}: ${what}${reason}`
      }
      case 'taken-back': {
        const undo = decisionsOf(review()).findLast(
          ({ action, outcome }) => action === 'undo' && outcome === 'applied',
        )
        const settled = review().state === 'settled'
        return t(settled ? 'says.taken-back.settled' : 'says.taken-back', { name: person(undo?.by) })
      }
      case 'overwritten':
      case 'not-taken':
      case 'waiting': {
        const lostOnes = lostFields(reviewReason(review()))
        const fields = lostOnes.length > 0 ? lostOnes : (review().fields ?? [])
        const labels = formatList(fields.map((field) => fieldLabel(review().collection, field)))
        if (review().authorId === userId) return t(`own.${whatHappened(review())}`, { fields: labels })
        return happened(review(), { name: person(review().authorId), fields: labels })
      }
    }
  }
  const lost = () => {
    const userId = who()?.userId
    return userId === undefined ? undefined : toldIn(props.news, userId)
  }

  const link = () => (
    <ButtonLink
      href={`/reviews/${review().id}`}
      kind={props.news.kind === 'question' ? 'primary' : 'secondary'}
    >
      {t(props.news.kind === 'question' ? 'answer' : 'open')}
      <Icon name="chevron-right" size="xs" />
    </ButtonLink>
  )

  return (
    <article
      class="edge grid gap-2 rounded-md bg-raised p-4"
      classList={{ 'border-accent-text': props.fresh, 'border-line': !props.fresh }}
    >
      <header class="flex flex-wrap items-center gap-x-3 gap-y-1">
        <StatusBadge {...looks[props.news.kind]} label={t(`kind.${props.news.kind}`)} />
        <Show when={props.fresh}>
          <span class="rounded-full bg-accent px-2 text-note font-semibold text-on-accent">{t('fresh')}</span>
        </Show>
        <time class="ml-auto text-note text-muted" dateTime={props.news.at}>
          {formatAge(props.news.at, now())}
        </time>
      </header>
      <h3 class="flex flex-wrap items-center gap-2 text-lead font-semibold">
        <Show when={props.name.code}>{(code) => <TagPlate code={code()} size="sm" />}</Show>
        {props.name.title}
      </h3>
      <p>{sentence()}</p>
      <Show when={lost()} fallback={<div>{link()}</div>}>
        {(write) => (
          <LostFields lost={write()} current={props.current} name={named()}>
            {link()}
          </LostFields>
        )}
      </Show>
    </article>
  )
}
