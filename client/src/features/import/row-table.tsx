import { For, Show } from 'solid-js'
import type { RowOverview } from '../../import/import-reader.ts'
import { isJoined } from '../../import/report.ts'
import type { RowAction } from '../../import/row-draft.ts'
import type { IconName } from '../../ui/icon-paths.ts'
import { StatusBadge, type Tone } from '../../ui/status-badge.tsx'
import { issueLine } from './issues/issue-text.ts'
import { t } from './outcome-messages.ts'

const looks: Record<RowAction, { tone: Tone; icon: IconName }> = {
  create: { tone: 'positive', icon: 'plus' },
  update: { tone: 'info', icon: 'edit' },
  skip: { tone: 'neutral', icon: 'available' },
  refuse: { tone: 'danger', icon: 'danger' },
}

/** Rows of a file with what becomes of them and why: below each other on a phone, in columns on a desktop. */
export function RowTable(props: { caption: string; rows: readonly RowOverview[] }) {
  return (
    <ul aria-label={props.caption} class="divide-y divide-line">
      <For each={props.rows}>
        {(row) => (
          <li class="grid gap-x-4 gap-y-0.5 px-4 py-2 md:grid-cols-[5.5rem_minmax(0,1fr)_9rem_minmax(0,1.4fr)]">
            <span class="code text-note text-muted md:text-body">
              {t('line')} {String(row.line)}
            </span>
            <span class="min-w-0 truncate font-medium" dir="auto">
              {row.name || row.cells}
            </span>
            <span class="code min-w-0 truncate text-muted">{row.code}</span>
            <div class="min-w-0">
              <StatusBadge
                plain
                {...looks[row.action]}
                label={t(isJoined(row) ? 'action.joined' : `action.${row.action}`)}
              />
              <Show when={row.issues.length > 0}>
                <ul class="text-note text-muted">
                  <For each={row.issues}>{(issue) => <li dir="auto">{issueLine(issue)}</li>}</For>
                </ul>
              </Show>
            </div>
          </li>
        )}
      </For>
    </ul>
  )
}
