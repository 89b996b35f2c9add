import { For, Show } from 'solid-js'
import type { Review } from '../../../../shared/collections/reviews.ts'
import { standingDecision } from '../../../../shared/reviews/plan-undo.ts'
import type { IssueCode } from '../../../../shared/validate.ts'
import { createLookup } from '../../db/query.ts'
import { fieldLabel } from '../../documents/field-labels.ts'
import { issueText } from '../../forms/issue-text.ts'
import { formatList } from '../../i18n/format.ts'
import { lostFields, reviewReason } from '../../reviews/review-reason.ts'
import { t } from './messages.ts'
import { happened, whatWasDone } from './review-sentences.ts'
import { sentEntry } from './sent-entry.ts'
import { createDecidedWords } from './settle/decided-words.ts'

const ISSUES = [
  'required',
  'unknown-field',
  'wrong-type',
  'too-long',
  'too-many',
  'out-of-range',
  'not-a-choice',
  'malformed',
  'not-text',
  'history-too-long',
] as const satisfies readonly IssueCode[]

/** What happened and what the machine did about it, in sentences. */
export function ReviewStory(props: { review: Review; author: string }) {
  const user = createLookup('users')
  const words = createDecidedWords()
  const reason = () => reviewReason(props.review)
  const fields = () => {
    const lost = lostFields(reason())
    const names = lost.length > 0 ? lost : (props.review.fields ?? [])
    return formatList(names.map((field) => fieldLabel(props.review.collection, field)))
  }
  const issues = () =>
    reason().issues.map((issue) => {
      const code = ISSUES.find((one) => one === issue.code)
      const { field, limit } = issue
      // A known type that is no choice is one that could not happen as the thing was.
      if (field === 'type' && code === 'not-a-choice' && sentEntry(props.review)) return t('notThen')
      const what =
        code === 'out-of-range' && limit === undefined
          ? t('outOfRange')
          : code && issueText([{ field, code, ...(limit === undefined ? {} : { limit }) }], field)
      return t('issue', { field: fieldLabel(props.review.collection, field), what: what ?? issue.code })
    })
  return (
    <section class="grid gap-4 sm:grid-cols-2 sm:gap-6">
      <div>
        <h2 class="text-note font-semibold text-muted">{t('happened')}</h2>
        <p class="mt-1 text-lead">{happened(props.review, { name: props.author, fields: fields() })}</p>
        <Show when={issues().length > 0}>
          <ul class="mt-2 list-disc pl-5">
            <For each={issues()}>{(issue) => <li>{issue}</li>}</For>
          </ul>
        </Show>
      </div>
      <div>
        <h2 class="text-note font-semibold text-muted">{t('did')}</h2>
        <p class="mt-1 text-lead">{whatWasDone(props.review, props.author)}</p>
        <Show when={user(props.review.resolvedBy)}>
          {(manager) => (
            <div class="mt-2">
              <p class="font-semibold">{t('decidedBy', { name: manager().name })}</p>
              <Show when={standingDecision(props.review)}>
                {(decision) => (
                  <>
                    <p>{words(props.review, decision())}</p>
                    <Show when={decision().reason}>{(why) => <p>“{why()}”</p>}</Show>
                  </>
                )}
              </Show>
            </div>
          )}
        </Show>
      </div>
    </section>
  )
}
