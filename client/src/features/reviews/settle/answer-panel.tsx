import { createSignal, Show } from 'solid-js'
import type { Review } from '../../../../../shared/collections/reviews.ts'
import { createLookup } from '../../../db/query.ts'
import { t as forms } from '../../../forms/messages.ts'
import { saveErrorText } from '../../../forms/save-error.ts'
import { decide } from '../../../reviews/decide.ts'
import type { Standing } from '../../../reviews/standing.ts'
import { Banner } from '../../../ui/banner.tsx'
import { Button } from '../../../ui/button.tsx'
import { Icon } from '../../../ui/icon.tsx'
import { announce } from '../../../ui/live-region.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { showToast } from '../../../ui/toast.tsx'
import { t } from './messages.ts'

/** What the author is asked, and the answer to it. */
export function AnswerPanel(props: { review: Review; standing: Standing }) {
  const user = createLookup('users')
  const [text, setText] = createSignal('')
  const [missing, setMissing] = createSignal(false)
  const [failure, setFailure] = createSignal<string>()
  const send = async () => {
    setMissing(text().trim() === '')
    if (missing()) return
    try {
      setFailure(undefined)
      await decide({
        reviewId: props.review.id,
        version: props.standing.version,
        choice: { action: 'answer', reason: text() },
      })
      showToast({ text: t('answered'), tone: 'positive' })
      announce(t('answered'))
    } catch (error) {
      setFailure(saveErrorText(error))
    }
  }
  return (
    <Show when={props.standing.question}>
      {(question) => (
        <form
          class="edge grid gap-3 rounded-md border-info-text bg-info-soft p-4"
          aria-label={t('answerTitle')}
          onSubmit={(event) => {
            event.preventDefault()
            void send()
          }}
        >
          <h2 class="flex items-center gap-2 text-lead font-semibold">
            <Icon name="note" size="md" class="text-info-text" />
            {t('asked', { name: user(question().by)?.name ?? t('somebody') })}
          </h2>
          <p class="text-lead whitespace-pre-line">“{question().reason}”</p>
          <Show when={failure()}>
            {(why) => (
              <Banner tone="danger" title={forms('notSaved')} urgent>
                {why()}
              </Banner>
            )}
          </Show>
          <TextField
            label={t('yourAnswer')}
            lines={2}
            maxlength={2000}
            value={text()}
            onInput={setText}
            error={missing() ? t('needed') : undefined}
          />
          <div>
            <Button type="submit" kind="primary" icon="sending">
              {t('answer')}
            </Button>
          </div>
        </form>
      )}
    </Show>
  )
}
