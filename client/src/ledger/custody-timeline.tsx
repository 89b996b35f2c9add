import { createMemo, createSignal, Match, Show, Switch } from 'solid-js'
import type { Equipment } from '../../../shared/collections/equipment.ts'
import type { Transaction } from '../../../shared/collections/transactions.ts'
import { stationOf } from '../../../shared/station.ts'
import { createLookup, createQuery } from '../db/query.ts'
import { formatDateTime, formatDay } from '../i18n/format.ts'
import { createUnsentList } from '../sync/attention.ts'
import { createHolders } from '../things/holders.ts'
import { t as words } from '../things/messages.ts'
import { transactionLooks } from '../things/status-look.ts'
import { Button } from '../ui/button.tsx'
import { Panel } from '../ui/panel.tsx'
import { StatusBadge } from '../ui/status-badge.tsx'
import { Timeline } from '../ui/timeline.tsx'
import { latestFirst, receivedLater } from './ledger-order.ts'
import { t } from './messages.ts'
import { createOlderEntries } from './older-entries.ts'

/** So many entries stand there at once; a thing of ten seasons has hundreds. */
const FIRST = 8

/** Everything that happened to a thing, by the ledger: who, what, when by the device and by the server. */
export function CustodyTimeline(props: { equipment: Equipment }) {
  const local = createQuery('transactions', () => ({
    selector: { equipmentId: props.equipment.id },
    sort: [{ equipmentId: 'asc' }, { occurredAt: 'asc' }],
  }))
  const older = createOlderEntries(() => props.equipment.id)
  const unsent = createUnsentList()
  const holder = createHolders()
  const user = createLookup('users')
  const place = createLookup('locations')

  const entries = createMemo(() => latestFirst(local() ?? [], older.entries()))
  const [whole, setWhole] = createSignal(false)
  const shown = () => (whole() ? entries() : entries().slice(0, FIRST))
  const waiting = createMemo(
    () =>
      new Set(
        unsent()
          .filter((entry) => entry.collection === 'transactions')
          .map((entry) => entry.id),
      ),
  )

  const facts = (entry: Transaction) =>
    [
      entry.fromHolderId && t('from', { name: holder(entry.fromHolderId)?.name ?? '' }),
      entry.toHolderId && t('to', { name: holder(entry.toHolderId)?.name ?? '' }),
      entry.quantity !== undefined && t('pieces', { count: entry.quantity }),
      entry.locationId &&
        entry.locationId !== entry.toHolderId &&
        place(entry.locationId) &&
        t('at', { place: place(entry.locationId)?.name ?? '' }),
      entry.dueAt && t('due', { day: formatDay(entry.dueAt) }),
      entry.condition && words(`condition.${entry.condition}`),
    ]
      .filter(Boolean)
      .join(' · ')

  return (
    <Panel title={t('history')}>
      <Show
        when={entries().length > 0}
        fallback={
          <Show when={local() !== undefined && older.state() !== 'loading'}>
            <p class="text-muted">{t('historyEmpty')}</p>
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
                <Show when={facts(entry)}>{(text) => <p class="text-text">{text()}</p>}</Show>
                <Show when={entry.note}>
                  {(note) => <p class="mt-0.5 whitespace-pre-line text-text">“{note()}”</p>}
                </Show>
                <p class="flex flex-wrap items-center gap-x-2 gap-y-0.5 text-note">
                  <span>
                    {author(user(entry.actorId)?.name, user(stationOf(entry.deviceId) ?? '')?.name)}
                  </span>
                  <Show when={receivedLater(entry)}>
                    {(at) => <span>{t('received', { when: formatDateTime(at()) })}</span>}
                  </Show>
                  <Show when={waiting().has(entry.id)}>
                    <StatusBadge tone="warning" icon="saved" label={t('unconfirmed')} />
                  </Show>
                </p>
              </>
            ),
          }))}
        />
      </Show>
      <Switch>
        <Match when={!whole() && entries().length > FIRST}>
          <div class="mt-3 border-t border-line pt-2">
            <Button kind="quiet" onClick={() => setWhole(true)}>
              {t('historyAll', { count: entries().length })}
            </Button>
          </div>
        </Match>
        <Match when={older.state() === 'offline'}>
          <p class="mt-3 border-t border-line pt-3 text-note text-muted">{t('historyOffline')}</p>
        </Match>
        <Match when={older.state() === 'failed'}>
          <div class="mt-3 flex flex-wrap items-center justify-between gap-2 border-t border-line pt-3">
            <p class="text-note text-muted">{t('historyFailed')}</p>
            <Button kind="quiet" onClick={older.more}>
              {t('historyMore')}
            </Button>
          </div>
        </Match>
        <Match when={older.state() === 'more'}>
          <div class="mt-3 border-t border-line pt-2">
            <Button kind="quiet" onClick={older.more}>
              {t('historyMore')}
            </Button>
          </div>
        </Match>
      </Switch>
    </Panel>
  )
}

/** Who entered it; and at which station, where it was made at one. */
function author(name: string | undefined, station: string | undefined): string {
  if (name === undefined) return t('byUnknown')
  return station === undefined ? t('by', { name }) : t('byAt', { name, station })
}
