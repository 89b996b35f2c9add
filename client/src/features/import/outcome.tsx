import { createResource, createSignal, For, Show } from 'solid-js'
import { formatList, formatNumber } from '../../i18n/format.ts'
import type { Checked } from '../../import/import-reader.ts'
import type { IssueGroup } from '../../import/report.ts'
import { Button } from '../../ui/button.tsx'
import { FigureRow } from '../../ui/figure-row.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Panel } from '../../ui/panel.tsx'
import type { Draft } from './create-draft.ts'
import { downloadProblems } from './download-problems.ts'
import { issueColumn, issueText } from './issues/issue-text.ts'
import { t } from './outcome-messages.ts'
import { RowTable } from './row-table.tsx'
import { t as runWords } from './run-messages.ts'

/** What an import would do, counted before anything is written. */
export function Outcome(props: { draft: Draft; checked: Checked }) {
  const counts = () => props.checked.report.counts
  const also = () =>
    props.checked.report.newNames.map(({ collection, count }) => {
      if (collection === 'categories') return t('alsoCategories', { count })
      return collection === 'locations' ? t('alsoLocations', { count }) : t('alsoTeams', { count })
    })
  return (
    <section class="grid gap-4">
      <div>
        <h2 class="narrow text-lead">{t('outcome')}</h2>
        <p class="text-muted">{t('nothingWritten')}</p>
      </div>
      <FigureRow
        figures={[
          { label: t('create'), value: counts().create },
          ...(counts().update > 0 ? [{ label: t('update'), value: counts().update }] : []),
          { label: t('skip'), value: counts().skip - props.checked.report.joined },
          ...(props.checked.report.joined > 0
            ? [{ label: t('joined'), value: props.checked.report.joined }]
            : []),
          {
            label: t('refuse'),
            value: counts().refuse,
            ...(counts().refuse > 0 ? { tone: 'danger' as const } : {}),
          },
        ]}
      />
      <Show when={also().length > 0}>
        <p>{t('alsoCreates', { names: formatList(also()) })}</p>
      </Show>
      <Show when={props.checked.report.followUps > 0}>
        <p>{t('alsoCustody', { count: props.checked.report.followUps })}</p>
      </Show>
      <Issues {...props} />
      <Panel title={t('preview')} flush>
        <RowTable caption={t('preview')} rows={props.checked.preview} />
      </Panel>
    </section>
  )
}

function Issues(props: { draft: Draft; checked: Checked }) {
  const [open, setOpen] = createSignal(false)
  const [rows] = createResource(
    () => (open() ? props.draft.checks() : undefined),
    () => props.draft.problems(),
  )
  return (
    <Show when={props.checked.report.groups.length > 0} fallback={<p class="text-muted">{t('noIssues')}</p>}>
      <Panel title={t('issues')} flush>
        <ul class="divide-y divide-line">
          <For each={props.checked.report.groups}>{(group) => <IssueRow group={group} />}</For>
        </ul>
      </Panel>
      <div class="flex flex-wrap gap-2">
        <Button onClick={() => setOpen((now) => !now)}>{open() ? t('hideRows') : t('showRows')}</Button>
        <Show when={props.checked.report.counts.refuse > 0}>
          <Button
            icon="export"
            onClick={async () =>
              downloadProblems(
                props.draft.file.name,
                props.draft.overview()?.columns ?? [],
                await props.draft.refused(),
              )
            }
          >
            {t('downloadRefused')}
          </Button>
        </Show>
      </div>
      <Show when={open() && rows.latest}>
        {(list) => (
          <div class="edge overflow-hidden rounded-md border-line bg-raised">
            <RowTable caption={t('issues')} rows={list().slice(0, 200)} />
            <Show when={list().length > 200}>
              <p class="border-t border-line px-4 py-2 text-muted">
                {runWords('more', { count: list().length - 200 })}
              </p>
            </Show>
          </div>
        )}
      </Show>
    </Show>
  )
}

export function IssueRow(props: { group: IssueGroup }) {
  const error = () => props.group.issue.severity === 'error'
  return (
    <li class="flex gap-3 px-4 py-2.5">
      <Icon
        name={error() ? 'danger' : 'warning'}
        class={error() ? 'mt-px text-danger-text' : 'mt-px text-warning-text'}
      />
      <div class="min-w-0 flex-1">
        <p>
          <Show when={issueColumn(props.group.issue)}>
            {(column) => (
              <span class="font-semibold">
                <bdi>{column()}</bdi>
                {': '}
              </span>
            )}
          </Show>
          <span dir="auto">{issueText(props.group.issue)}</span>
        </p>
        <p class="text-note text-muted">
          {error()
            ? t('errorRows', { count: props.group.rows })
            : t('warningRows', { count: props.group.rows })}
          {` · ${t('onLines', { count: props.group.rows, lines: lines(props.group) })}`}
        </p>
      </div>
    </li>
  )
}

function lines({ lines: first, rows }: IssueGroup): string {
  return `${first.map((line) => formatNumber(line, { useGrouping: false })).join(', ')}${rows > first.length ? ' …' : ''}`
}
