import { Match, Show, Switch } from 'solid-js'
import type { Review } from '../../../../../shared/collections/reviews.ts'
import { ends } from '../../../../../shared/reviews/decision.ts'
import { who } from '../../../app/who.ts'
import { createLookup } from '../../../db/query.ts'
import { lostDecision, type Standing } from '../../../reviews/standing.ts'
import { Banner } from '../../../ui/banner.tsx'
import { createDecidedWords } from './decided-words.ts'
import { t } from './messages.ts'

/** What became of what was decided here: on its way, overtaken, or not carried out, with the next step. */
export function StandingNotice(props: { review: Review; standing: Standing }) {
  const user = createLookup('users')
  const words = createDecidedWords()
  const name = (id: string | undefined) => user(id)?.name ?? t('somebody')
  const lost = () => {
    const userId = who()?.userId
    return userId === undefined ? undefined : lostDecision(props.review, userId)
  }
  return (
    <Switch>
      <Match when={props.standing.pending.length > 0}>
        <Banner
          tone="info"
          icon="saved"
          title={
            props.standing.pending.some(({ action }) => ends(action))
              ? t('sending')
              : t('sendingMore', { count: props.standing.pending.length })
          }
        >
          {t('sendingMeans')}
        </Banner>
      </Match>
      <Match when={lost()}>
        {(told) => (
          <Show
            when={told().first}
            fallback={
              <Banner tone="danger" title={t('refusedTitle')}>
                <Show when={told().decision.code}>{(code) => <p>{t(`problem.${code()}`)}</p>}</Show>
                <p>{t('refusedNext')}</p>
              </Banner>
            }
          >
            {(first) => (
              <Banner tone="warning" title={t('overtakenTitle', { name: name(first().by) })}>
                <p>{t('overtakenBy', { what: words(props.review, first()) })}</p>
                <Show when={first().reason}>{(reason) => <p>“{reason()}”</p>}</Show>
                <p>{t(props.standing.state === 'resolved' ? 'overtakenNext' : 'overtakenOpen')}</p>
              </Banner>
            )}
          </Show>
        )}
      </Match>
      <Match when={props.standing.question && props.review.authorId !== who()?.userId}>
        <Banner tone="info" icon="note" title={t('waitsForAnswer', { name: name(props.review.authorId) })}>
          “{props.standing.question?.reason}”
        </Banner>
      </Match>
    </Switch>
  )
}
