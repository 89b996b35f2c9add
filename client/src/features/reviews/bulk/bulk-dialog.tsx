import { createResource, createSignal, For, Show } from 'solid-js'
import type { Review } from '../../../../../shared/collections/reviews.ts'
import { type DecisionProblem, ends } from '../../../../../shared/reviews/decision.ts'
import { createDocumentNames } from '../../../documents/document-name.ts'
import { t as forms } from '../../../forms/messages.ts'
import { saveErrorText } from '../../../forms/save-error.ts'
import { t as core } from '../../../i18n/core.ts'
import { type Choice, decideAll } from '../../../reviews/decide.ts'
import { Banner } from '../../../ui/banner.tsx'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { announce } from '../../../ui/live-region.tsx'
import { ProgressBar } from '../../../ui/progress-bar.tsx'
import { showToast } from '../../../ui/toast.tsx'
import { canBeMade } from '../can-be-made.ts'
import type { Filed } from '../review-filters.ts'
import { decider, localSource } from '../settle/local-source.ts'
import { t as settle } from '../settle/messages.ts'
import { OutcomePreview } from '../settle/outcome-preview.tsx'
import { type Preview, previewOf } from '../settle/preview.ts'
import { t } from './messages.ts'
import { undoAll } from './undo-all.ts'

interface Planned {
  readonly filed: Filed
  readonly preview: Preview
}

export interface BulkDialogProps {
  readonly title: string
  readonly danger: boolean
  /** What is done to a review; by review where its side has another name there. */
  readonly choiceOf: (filed: Filed) => Choice
  readonly chosen: readonly Filed[]
  readonly onClose: () => void
  readonly onDone: () => void
}

/** Says what will happen to how many, and what can't; does it with a count, and says what came of it. */
export function BulkDialog(props: BulkDialogProps) {
  const nameOf = createDocumentNames()
  const [looked, setLooked] = createSignal(0)
  const [done, setDone] = createSignal<number>()
  const [failure, setFailure] = createSignal<string>()
  // What was chosen when it was asked for: what is decided meanwhile changes nothing of it.
  const chosen = props.chosen
  const [planned] = createResource(() => plan())

  async function plan(): Promise<readonly Planned[]> {
    const by = decider()
    const plans: Planned[] = []
    for (const filed of chosen) {
      if (!by) break
      const preview = await previewOf(filed.review, props.choiceOf(filed), localSource, by, Date.now())
      plans.push({ filed, preview })
      setLooked(plans.length)
    }
    return plans
  }
  const possible = () => (planned() ?? []).filter(({ preview }) => preview.problem === undefined)
  const impossible = () => (planned() ?? []).filter(({ preview }) => preview.problem !== undefined)
  const first = () => possible().find(({ preview }) => preview.effects.length > 0) ?? possible()[0]
  const called = ({ review }: Filed) => {
    const { title, code } = nameOf(review.collection, review.documentId, review.device ?? review.server)
    return code === undefined ? title : `${title} ${code}`
  }

  const run = async () => {
    setDone(0)
    setFailure(undefined)
    try {
      const decisions = possible().map(({ filed }) => ({
        reviewId: filed.review.id,
        version: filed.standing.version,
        choice: props.choiceOf(filed),
      }))
      const { missing } = await decideAll(decisions, setDone)
      const said = t('done', { count: decisions.length - missing.length })
      announce(said)
      const ended = decisions.filter(({ choice }) => ends(choice.action)).map(({ reviewId }) => reviewId)
      showToast({
        text: said,
        tone: 'positive',
        // Much is taken back by it: it stays until it is dismissed.
        ...(ended.length > 0
          ? { action: { label: core('action.undo'), run: () => void takeBack(ended) }, sticky: true }
          : {}),
      })
      if (missing.length > 0)
        showToast({ text: t('missing', { count: missing.length }), tone: 'warning', sticky: true })
      props.onDone()
    } catch (error) {
      setFailure(saveErrorText(error))
      setDone(undefined)
    }
  }

  const takeBack = async (reviewIds: readonly string[]) => {
    try {
      showToast({ text: t('undoing', { count: await undoAll(reviewIds) }), tone: 'positive' })
    } catch (error) {
      showToast({ text: saveErrorText(error), tone: 'danger' })
    }
  }

  return (
    <Dialog
      open
      firm
      onClose={() => props.onClose()}
      title={props.title}
      description={t('about', { count: chosen.length })}
      actions={
        <>
          <Button onClick={() => props.onClose()}>{core('action.cancel')}</Button>
          <Show when={possible().length > 0}>
            <Button
              kind={props.danger ? 'danger' : 'primary'}
              busy={done() !== undefined}
              onClick={() => void run()}
            >
              {t('confirm', { count: possible().length })}
            </Button>
          </Show>
        </>
      }
    >
      <div class="grid gap-3">
        <Show when={failure()}>
          {(reason) => (
            <Banner tone="danger" title={forms('notSaved')} urgent>
              {reason()}
            </Banner>
          )}
        </Show>
        <Show when={planned.loading}>
          <ProgressBar label={t('looking')} done={looked()} total={chosen.length} />
        </Show>
        <Show when={done() !== undefined}>
          <ProgressBar label={t('saving')} done={done() ?? 0} total={possible().length} />
        </Show>
        <Show when={!planned.loading}>
          <p class="text-lead font-semibold">
            {possible().length > 0 ? t('will', { count: possible().length }) : t('nothing')}
          </p>
          <Show when={first()}>
            {(one) => (
              <div>
                <p class="mb-1 text-note text-muted">
                  {t('happens')}: {called(one().filed)}
                </p>
                <OutcomePreview preview={one().preview} />
              </div>
            )}
          </Show>
          <Show when={impossible().length > 0}>
            <div>
              <p class="font-medium">{t('willNot', { count: impossible().length })}</p>
              <ul class="mt-1 list-disc pl-5">
                <For each={impossible()}>
                  {({ filed, preview }) => (
                    <li>
                      {called(filed)}: <Why of={filed.review} problem={preview.problem} />
                    </li>
                  )}
                </For>
              </ul>
            </div>
          </Show>
        </Show>
      </div>
    </Dialog>
  )
}

function Why(props: { of: Review; problem: DecisionProblem | undefined }) {
  const isNeverMade = () =>
    props.of.kind === 'rejected' && props.problem === 'not-for-kind' && !canBeMade(props.of)
  return (
    <Show when={!isNeverMade()} fallback={t(props.of.collection === 'users' ? 'why.users' : 'why.decision')}>
      <Show when={props.problem}>{(problem) => settle(`problem.${problem()}`)}</Show>
    </Show>
  )
}
