import { For, Show } from 'solid-js'
import type { KeptRecord } from '../../import/import-record.ts'
import { ListRow } from '../../ui/list-row.tsx'
import { Panel } from '../../ui/panel.tsx'
import { t as outcomeWords } from './outcome-messages.ts'
import { t } from './run-messages.ts'

const SHOWN = 200
const pages: Readonly<Record<string, string>> = {
  equipment: '/equipment',
  people: '/people',
  teams: '/teams',
}

/** What an undoing left as it is, and why. */
export function KeptList(props: { kept: readonly KeptRecord[] }) {
  return (
    <Show when={props.kept.length > 0}>
      <div>
        <Panel title={`${t('kept')} (${props.kept.length})`} flush>
          <ul class="divide-y divide-line">
            <For each={props.kept.slice(0, SHOWN)}>
              {(record) => (
                <li>
                  <ListRow
                    title={<bdi>{record.name}</bdi>}
                    detail={t(`kept.${record.reason}`)}
                    {...linkOf(record)}
                    {...(record.line === undefined ? {} : { end: `${outcomeWords('line')} ${record.line}` })}
                  />
                </li>
              )}
            </For>
          </ul>
        </Panel>
        <p class="mt-2 text-note text-muted">
          {t('keptHint')}
          <Show when={props.kept.length > SHOWN}> {t('more', { count: props.kept.length - SHOWN })}</Show>
        </p>
      </div>
    </Show>
  )
}

function linkOf({ collection, id }: KeptRecord): { href?: string } {
  const page = pages[collection]
  return page ? { href: `${page}/${id}` } : {}
}
