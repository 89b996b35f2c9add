import { createSignal, For, Show } from 'solid-js'
import type { StoredProblem } from '../../import/import-record.ts'
import { Button } from '../../ui/button.tsx'
import { Panel } from '../../ui/panel.tsx'
import { issueLine } from './issues/issue-text.ts'
import { t as outcomeWords } from './outcome-messages.ts'
import { t } from './run-messages.ts'

const FIRST = 8
const STEP = 500

/** Rows of the file with what is to say about them, the first ones at once. */
export function StoredProblems(props: {
  title: string
  hint?: string
  problems: readonly StoredProblem[]
  onDownload?: () => void
}) {
  const [shownRows, setShownRows] = createSignal(FIRST)
  return (
    <Show when={props.problems.length > 0}>
      <div>
        <Panel
          title={`${props.title} (${props.problems.length})`}
          flush
          action={
            <Show when={props.onDownload}>
              {(download) => (
                <Button icon="export" onClick={() => download()()}>
                  {t('download')}
                </Button>
              )}
            </Show>
          }
        >
          <ul class="divide-y divide-line">
            <For each={props.problems.slice(0, shownRows())}>
              {(problem) => (
                <li class="grid gap-x-4 gap-y-0.5 px-4 py-2.5 md:grid-cols-[6rem_minmax(0,1fr)_minmax(0,1.4fr)]">
                  <span class="code text-muted">
                    {outcomeWords('line')} {String(problem.line)}
                  </span>
                  <span class="truncate" dir="auto">
                    {problem.cells.filter((cell) => cell.trim() !== '').join(' · ')}
                  </span>
                  <span class="text-note">
                    <For each={problem.issues}>
                      {(issue) => (
                        <span class="block" dir="auto">
                          {issueLine(issue)}
                        </span>
                      )}
                    </For>
                  </span>
                </li>
              )}
            </For>
          </ul>
        </Panel>
        <Show when={props.hint}>
          <p class="mt-2 text-note text-muted">{props.hint}</p>
        </Show>
        <Show when={props.problems.length > shownRows()}>
          <div class="mt-2">
            <Button kind="quiet" onClick={() => setShownRows((count) => count + STEP)}>
              {t('more', { count: props.problems.length - shownRows() })}
            </Button>
          </div>
        </Show>
      </div>
    </Show>
  )
}
