import { Key } from '@solid-primitives/keyed'
import { Show } from 'solid-js'
import { createDocumentNames } from '../../documents/document-name.ts'
import { createFieldWords } from '../../documents/field-words.ts'
import { createAttentionList } from '../../sync/attention.ts'
import { AttentionEntry } from './attention-entry.tsx'
import { t } from './messages.ts'

/** What the server did not take, with the reason in words and what was written. Nothing of it leaves by itself. */
export function AttentionList() {
  const items = createAttentionList()
  const nameOf = createDocumentNames()
  const wordsOf = createFieldWords()
  return (
    <Show when={items().length > 0}>
      <section class="min-w-0">
        <h2 class="narrow flex min-h-target items-center text-lead">{t('attention')}</h2>
        <ul class="grid gap-3">
          <Key each={items()} by="key">
            {(item) => (
              <li>
                <AttentionEntry item={item()} nameOf={nameOf} wordsOf={wordsOf} />
              </li>
            )}
          </Key>
        </ul>
      </section>
    </Show>
  )
}
