import { useNavigate } from '@solidjs/router'
import { createSignal, Show } from 'solid-js'
import { useSession } from '../../app/services.ts'
import { formatNumber } from '../../i18n/format.ts'
import { importsChanged, startImport } from '../../import/import-runs.ts'
import { syncStatus } from '../../sync/status.ts'
import { ActionBar } from '../../ui/action-bar.tsx'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { anyGivenTwice, ColumnList } from './column-list.tsx'
import { createDraft, draftProblemText } from './create-draft.ts'
import { t as generalWords } from './messages.ts'
import { Outcome } from './outcome.tsx'
import { t } from './outcome-messages.ts'
import { datesAnswered, Questions } from './questions.tsx'
import { ReadingLine } from './reading-line.tsx'
import { t as readingWords } from './reading-messages.ts'
import { t as runWords } from './run-messages.ts'

/** One file from its reading to the press of "Import". */
export function DraftView(props: { file: File; onLeave: () => void }) {
  const draft = createDraft(props.file)
  const navigate = useNavigate()
  const session = useSession()
  const [failure, setFailure] = createSignal<string>()
  const writes = () => {
    const counts = draft.checked()?.report.counts
    return counts ? counts.create + counts.update : 0
  }
  const hindrance = () => {
    const checked = draft.checked()
    if (!checked) return undefined
    if (!datesAnswered(draft, checked)) return t('answerFirst')
    return writes() === 0 ? t('nothingToDo') : undefined
  }

  const outlook = () => {
    const counts = draft.checked()?.report.counts
    if (!counts) return generalWords('checking')
    return (['create', 'update', 'refuse'] as const)
      .filter((action) => counts[action] > 0)
      .map((action) => `${t(action)} ${formatNumber(counts[action])}`)
      .join(' · ')
  }

  async function start() {
    setFailure(undefined)
    try {
      const record = await draft.store(session()?.userName ?? '')
      if (!record) {
        setFailure(t('changedMeanwhile'))
        return
      }
      importsChanged()
      // It goes on while the page changes; what becomes of it is told by its own page.
      void startImport(record.id).catch(() => importsChanged())
      navigate(`/import/${record.id}`)
    } catch (error) {
      setFailure(runWords('failed', { detail: error instanceof Error ? error.message : String(error) }))
    }
  }

  return (
    <div>
      <div class="grid max-w-page gap-8 px-4 py-5 lg:px-6">
        <Show when={draft.problem()}>
          {(error) => (
            <Banner
              tone="danger"
              urgent
              title={readingWords('fileRefused', { name: props.file.name })}
              actions={<Button onClick={props.onLeave}>{generalWords('another')}</Button>}
            >
              {draftProblemText(error())}
            </Banner>
          )}
        </Show>
        <Show when={syncStatus().firstSync}>
          <Banner tone="warning" title={readingWords('stillLoading')}>
            {readingWords('stillLoadingHint')}
          </Banner>
        </Show>
        <Show when={draft.busy() === 'reading' && !draft.overview()}>
          <ProgressBar label={generalWords('reading', { name: props.file.name })} done={0} />
        </Show>
        <Show when={!draft.problem() && draft.overview()}>
          {(overview) => (
            <>
              <ReadingLine draft={draft} overview={overview()} />
              <ColumnList draft={draft} overview={overview()} />
              <Show when={draft.checked()}>
                {(checked) => (
                  <>
                    <Questions draft={draft} checked={checked()} />
                    <Outcome draft={draft} checked={checked()} />
                  </>
                )}
              </Show>
              <Show when={failure()}>
                {(text) => (
                  <Banner tone="danger" urgent title={t('couldNotStart')}>
                    {text()}
                  </Banner>
                )}
              </Show>
            </>
          )}
        </Show>
      </div>
      <Show when={!draft.problem() && draft.overview()}>
        <ActionBar summary={hindrance() ?? outlook()}>
          <Button onClick={props.onLeave}>{generalWords('another')}</Button>
          <Button
            kind="primary"
            icon="import"
            disabled={hindrance() !== undefined || !draft.checked() || anyGivenTwice(draft.choices.targets)}
            busy={draft.busy() !== undefined}
            onClick={start}
          >
            {t('start', { count: writes() })}
          </Button>
        </ActionBar>
      </Show>
    </div>
  )
}
