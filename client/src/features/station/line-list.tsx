import { createComputed, For, Show } from 'solid-js'
import { createStore, reconcile } from 'solid-js/store'
import { Button } from '../../ui/button.tsx'
import type { Directory } from './directory.ts'
import type { Line } from './line.ts'
import type { LineAction } from './line-actions.ts'
import { t } from './messages.ts'
import { ScanLine } from './scan-line.tsx'
import { byVisit, type Sitting, type VisitLines } from './sitting.ts'

export type LineListProps = {
  sitting: Sitting
  directory: Directory
  /** The line of the last outcome. */
  newest: string | undefined
  onAct: (key: string, action: LineAction) => void
  onClear: () => void
}

/** What was scanned for nobody can go to whoever is chosen within this time; later it was for somebody else. */
const WAITS_MS = 120_000

/** Whether a line waits for the person to decide. `present`: it is of the visit that is open. */
function asks(line: Line, present: boolean): boolean {
  if (line.state.kind === 'unsaved') return true
  if (line.state.kind !== 'refused') return false
  return present || (line.state.reason.code === 'nobody' && Date.now() - line.at < WAITS_MS)
}

/** What was scanned, the newest first, one group for each visit. A line that asks for something is never folded away. */
export function LineList(props: LineListProps) {
  // A scan changes one line: the rows of the others stay as they are, forty people long.
  const [list, setList] = createStore<{ visits: readonly VisitLines[] }>({ visits: [] })
  createComputed(() => setList('visits', reconcile(byVisit(props.sitting.lines), { key: 'key' })))
  const chosen = () => props.sitting.holder && props.directory.nameOf(props.sitting.holder.id)
  return (
    <Show when={props.sitting.lines.length > 0}>
      <section class="line-list" aria-label={t('list.recent')}>
        <For each={list.visits}>
          {(group) => (
            <>
              <Show when={group.visit !== props.sitting.visit || !props.sitting.holder}>
                <h2 class="line-head">
                  {group.to
                    ? t('list.issuedTo', { name: props.directory.nameOf(group.to.id) ?? t('holder.unseen') })
                    : t('list.noVisit')}
                </h2>
              </Show>
              <ul>
                <For each={group.lines}>
                  {(line) => (
                    <ScanLine
                      line={line}
                      directory={props.directory}
                      chosen={chosen()}
                      open={line.key === props.newest || asks(line, group.visit === props.sitting.visit)}
                      onAct={(action) => props.onAct(line.key, action)}
                    />
                  )}
                </For>
              </ul>
            </>
          )}
        </For>
        <Show when={!props.sitting.holder}>
          <div class="px-2 py-2">
            <Button kind="quiet" icon="close" onClick={() => props.onClear()}>
              {t('list.clear')}
            </Button>
          </div>
        </Show>
      </section>
    </Show>
  )
}
