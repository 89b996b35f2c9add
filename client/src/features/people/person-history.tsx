import { A } from '@solidjs/router'
import { createMemo, Show } from 'solid-js'
import type { Person } from '../../../../shared/collections/people.ts'
import type { Transaction } from '../../../../shared/collections/transactions.ts'
import { createLookup, createQuery } from '../../db/query.ts'
import { useCatalogue } from '../../db/use-catalogue.ts'
import { formatDateTime, formatDay } from '../../i18n/format.ts'
import { latestFirst } from '../../ledger/ledger-order.ts'
import { t as ledger } from '../../ledger/messages.ts'
import { createUnsentList } from '../../sync/attention.ts'
import { t as words } from '../../things/messages.ts'
import { transactionLooks } from '../../things/status-look.ts'
import { Panel } from '../../ui/panel.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { Timeline } from '../../ui/timeline.tsx'
import { t } from './messages.ts'

const SHOWN = 50

/** What was given to a person and came back, as far as this device keeps it [D7]. */
export function PersonHistory(props: { person: Person }) {
  const catalogue = useCatalogue()
  const user = createLookup('users')
  const unsent = createUnsentList()
  const entries = createQuery('transactions', () => ({
    selector: { $or: [{ toHolderId: props.person.id }, { fromHolderId: props.person.id }] },
  }))
  const shown = createMemo(() => latestFirst(entries() ?? [], []).slice(0, SHOWN))
  const waiting = createMemo(() => new Set(unsent().map((entry) => entry.id)))
  const thingName = (entry: Transaction) => {
    const thing = catalogue.get(entry.equipmentId)
    return thing ? [thing.tagCode, thing.name].filter(Boolean).join(' · ') : t('unknownThing')
  }

  return (
    <Panel title={t('history')}>
      <Show
        when={shown().length > 0}
        fallback={
          <Show when={entries() !== undefined}>
            <p class="text-muted">{t('historyEmpty', { name: props.person.name })}</p>
          </Show>
        }
      >
        <Timeline
          label={t('history')}
          events={shown().map((entry) => ({
            id: entry.id,
            icon: transactionLooks[entry.type].icon,
            tone: transactionLooks[entry.type].tone,
            title: words(`type.${entry.type}`),
            when: formatDateTime(entry.occurredAt),
            iso: entry.occurredAt,
            children: (
              <>
                <Show when={catalogue.get(entry.equipmentId)} fallback={<p>{thingName(entry)}</p>}>
                  <A href={`/equipment/${entry.equipmentId}`} class="word-link font-medium text-text">
                    {thingName(entry)}
                  </A>
                </Show>
                <p class="flex flex-wrap items-center gap-x-2 text-note">
                  <Show when={entry.dueAt}>
                    {(due) => <span>{words('dueOn', { day: formatDay(due()) })}</span>}
                  </Show>
                  <Show when={user(entry.actorId)}>
                    {(one) => <span>{ledger('by', { name: one().name })}</span>}
                  </Show>
                  <Show when={waiting().has(entry.id)}>
                    <StatusBadge tone="warning" icon="saved" label={ledger('unconfirmed')} />
                  </Show>
                </p>
              </>
            ),
          }))}
        />
      </Show>
      <p class="mt-4 border-t border-line pt-3 text-note text-muted">{t('historyHint')}</p>
    </Panel>
  )
}
