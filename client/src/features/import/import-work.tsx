import { createSignal, Show } from 'solid-js'
import type { ImportRecord } from '../../import/import-record.ts'
import { ImportBusyError, runFailure, startImport, startUndo, stopImport } from '../../import/import-runs.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { isOpen, workOn } from './import-state.ts'
import { t } from './run-messages.ts'

/** The progress of what runs, or the way on for what stopped. */
export function ImportWork(props: { record: ImportRecord; elsewhere: boolean }) {
  const [stopping, setStopping] = createSignal(false)
  const [refusal, setRefusal] = createSignal<string>()
  const failed = () => {
    const last = runFailure()
    return last?.id === props.record.id ? failureText(last.error) : refusal()
  }
  const goOn = async () => {
    setRefusal(undefined)
    setStopping(false)
    try {
      await (props.record.state === 'undoing' ? startUndo(props.record.id) : startImport(props.record.id))
    } catch (error) {
      setRefusal(failureText(error))
    }
  }
  const why = () => (props.record.stoppedBy ? t(`stopped.${props.record.stoppedBy}`) : undefined)
  return (
    <>
      <Show when={workOn(props.record.id)}>
        {(work) => (
          <div class="grid gap-3">
            <ProgressBar
              label={work().what === 'undo' ? t('undoing') : t('writing')}
              {...progress(props.record, work().what, work().done, work().total)}
            />
            <p class="text-muted">{t('leaveOpen')}</p>
            <Show when={work().what === 'import'}>
              <div>
                <Button
                  busy={stopping()}
                  onClick={() => {
                    setStopping(true)
                    stopImport(props.record.id)
                  }}
                >
                  {stopping() ? t('stopping') : t('stop')}
                </Button>
              </div>
            </Show>
          </div>
        )}
      </Show>
      <Show when={props.elsewhere && isOpen(props.record)}>
        <Banner tone="info" title={t('otherWindow')} />
      </Show>
      <Show when={!props.elsewhere && !workOn(props.record.id) && isOpen(props.record)}>
        <Banner
          tone="warning"
          title={why() ?? t('notFinished')}
          actions={
            <Button kind="primary" onClick={goOn}>
              {t('goOn')}
            </Button>
          }
        >
          {t('goOnHint', { done: props.record.next, total: props.record.chunks })}
        </Banner>
      </Show>
      <Show when={failed()}>{(text) => <Banner tone="danger" urgent title={text()} />}</Show>
    </>
  )
}

/** Rows rather than batches, since rows are what people count. */
function progress({ rows, chunks }: ImportRecord, what: 'import' | 'undo', done: number, total: number) {
  if (what === 'undo' || chunks === 0) return { done, total }
  return { done: Math.min(rows.write, Math.round((done / chunks) * rows.write)), total: rows.write }
}

export function failureText(error: unknown): string {
  if (error instanceof ImportBusyError) return t('busy')
  return t('failed', { detail: error instanceof Error ? error.message : String(error) })
}
