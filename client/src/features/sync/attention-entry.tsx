import { createSignal, Show } from 'solid-js'
import { isJsonObject } from '../../../../shared/json.ts'
import type { DocumentName } from '../../documents/document-name.ts'
import { fieldLabel, isShownField } from '../../documents/field-labels.ts'
import { formatDateTime } from '../../i18n/format.ts'
import { dismissAttention, retryAttention } from '../../sync/attention.ts'
import type { AttentionItem } from '../../sync/attention-item.ts'
import { Button } from '../../ui/button.tsx'
import { ButtonLink } from '../../ui/button-link.tsx'
import { Icon } from '../../ui/icon.tsx'
import { KeyValue } from '../../ui/key-value.tsx'
import { offerDownload } from '../../ui/offer-download.ts'
import { TagPlate } from '../../ui/tag-plate.tsx'
import { showToast } from '../../ui/toast.tsx'
import { t } from './messages.ts'

const KNOWN = ['invalid', 'forbidden', 'not-found', 'too-large', 'gone'] as const

export interface AttentionEntryProps {
  readonly item: AttentionItem
  readonly nameOf: (collection: string, id: string, snapshot?: unknown) => DocumentName
  readonly wordsOf: (collection: string, field: string, value: unknown) => string
}

/** One refusal: what, why, what was written, and what can be done. It leaves the list only once somebody has a copy. */
export function AttentionEntry(props: AttentionEntryProps) {
  const [saved, setSaved] = createSignal(false)
  const name = () => {
    const { collection, documentId, payload } = props.item
    return collection && documentId
      ? props.nameOf(collection, documentId, payload)
      : { title: t('outbox.other') }
  }
  const reason = () => {
    const code = KNOWN.find((one) => one === props.item.code)
    return code ? t(`code.${code}`) : t('code.other', { message: props.item.message })
  }
  const pairs = () => {
    const { collection = '', payload } = props.item
    if (!isJsonObject(payload)) return []
    return Object.entries(payload)
      .filter(([field]) => isShownField(field))
      .map(([field, value]) => ({
        label: fieldLabel(collection, field),
        value: props.wordsOf(collection, field, value),
        hideWhenEmpty: true,
      }))
  }
  const mayGo = () => props.item.reviewId !== undefined || saved()

  function save() {
    const text = JSON.stringify(props.item, null, 2)
    const fileName = `etrax-attention-${props.item.documentId ?? 'request'}.json`
    offerDownload({ fileName, blob: new Blob([text], { type: 'application/json' }) })
    setSaved(true)
  }

  async function dismiss() {
    await dismissAttention(props.item.key)
    showToast({ text: t('dismissed') })
  }

  return (
    <article class="edge overflow-hidden rounded-md border-danger-text bg-raised">
      <header class="flex items-start gap-3 bg-danger-soft px-4 py-3">
        <Icon name="attention" size="md" class="mt-0.5 text-danger-text" />
        <div class="min-w-0 flex-1">
          <p class="text-note font-semibold text-danger-text">{t(`kind.${props.item.kind}`)}</p>
          <p class="flex flex-wrap items-center gap-2 font-semibold">
            <Show when={name().code}>{(code) => <TagPlate code={code()} size="sm" />}</Show>
            {name().title}
          </p>
        </div>
        <time class="text-note text-muted" dateTime={new Date(props.item.at).toISOString()}>
          {formatDateTime(props.item.at)}
        </time>
      </header>
      <div class="grid gap-2 px-4 py-3">
        <p>{reason()}</p>
        <Show
          when={props.item.reviewId ? t('filed') : props.item.kind === 'refused' ? t('stillSent') : undefined}
        >
          {(what) => <p class="text-muted">{what()}</p>}
        </Show>
        <details>
          <summary class="flex min-h-target items-center gap-2 font-semibold text-accent-text">
            <Icon name="note" />
            {t('payload')}
          </summary>
          <Show
            when={pairs().length > 0}
            fallback={
              <pre class="code overflow-x-auto text-note">{JSON.stringify(props.item.payload, null, 2)}</pre>
            }
          >
            <KeyValue pairs={pairs()} />
          </Show>
        </details>
        <div class="flex flex-wrap gap-2">
          <Show when={props.item.reviewId}>
            {(id) => (
              <ButtonLink href={`/reviews/${id()}`} icon="reviews">
                {t('openReview')}
              </ButtonLink>
            )}
          </Show>
          <Show when={props.item.kind !== 'rejected'}>
            <Button icon="sending" onClick={() => void retryAttention(props.item.key)}>
              {t('retry')}
            </Button>
          </Show>
          <Button icon="export" onClick={save}>
            {t('saveFile')}
          </Button>
          <Show when={mayGo()}>
            <Button icon="check" onClick={() => void dismiss()}>
              {t('dismiss')}
            </Button>
          </Show>
        </div>
        <Show when={!mayGo()}>
          <p class="text-note text-muted">{t('dismissAfter')}</p>
        </Show>
      </div>
    </article>
  )
}
