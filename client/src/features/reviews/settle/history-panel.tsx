import { Show } from 'solid-js'
import type { Review } from '../../../../../shared/collections/reviews.ts'
import { type Decision, type DecisionAction, decisionsOf } from '../../../../../shared/reviews/decision.ts'
import { who } from '../../../app/who.ts'
import { createLookup } from '../../../db/query.ts'
import { formatDateTime } from '../../../i18n/format.ts'
import type { IconName } from '../../../ui/icon-paths.ts'
import { Panel } from '../../../ui/panel.tsx'
import { StatusBadge, type Tone } from '../../../ui/status-badge.tsx'
import { Timeline } from '../../../ui/timeline.tsx'
import { createDecidedWords } from './decided-words.ts'
import { t } from './messages.ts'

const icons: Partial<Record<DecisionAction, IconName>> = {
  reject: 'close',
  assign: 'person',
  defer: 'calendar',
  ask: 'note',
  answer: 'note',
  undo: 'back',
  retag: 'tag',
}
const looks: Record<'pending' | 'applied' | 'overtaken' | 'refused', { icon: IconName; tone: Tone }> = {
  pending: { icon: 'saved', tone: 'info' },
  applied: { icon: 'check', tone: 'positive' },
  overtaken: { icon: 'warning', tone: 'warning' },
  refused: { icon: 'danger', tone: 'danger' },
}

/** Every decision on a review, the latest first, those that changed nothing too. */
export function HistoryPanel(props: { review: Review }) {
  const user = createLookup('users')
  const words = createDecidedWords()
  const name = ({ by }: Decision) =>
    by === undefined || by === who()?.userId ? t('you') : (user(by)?.name ?? t('somebody'))
  const decisions = () => decisionsOf(props.review).toReversed()
  return (
    <Show when={decisions().length > 0}>
      <Panel title={t('history')}>
        <Timeline
          label={t('history')}
          events={decisions().map((decision) => ({
            id: decision.id,
            icon: icons[decision.action] ?? 'check',
            tone: looks[decision.outcome ?? 'pending'].tone,
            title: name(decision),
            when: formatDateTime(decision.at),
            iso: decision.at,
            children: (
              <>
                <p class="text-text">{words(props.review, decision)}</p>
                <Show when={decision.reason}>
                  {(reason) => <p class="whitespace-pre-line text-text">“{reason()}”</p>}
                </Show>
                <p class="mt-0.5">
                  <StatusBadge
                    {...looks[decision.outcome ?? 'pending']}
                    label={t(`status.${decision.outcome ?? 'pending'}`)}
                    plain
                  />
                  <Show when={decision.outcome === 'refused' && decision.code}>
                    {(code) => <span class="ml-2">{t(`problem.${code()}`)}</span>}
                  </Show>
                </p>
              </>
            ),
          }))}
        />
      </Panel>
    </Show>
  )
}
