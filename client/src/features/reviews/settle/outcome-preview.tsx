import { For, Show } from 'solid-js'
import { Icon } from '../../../ui/icon.tsx'
import { createEffectWords } from './effect-words.ts'
import { t } from './messages.ts'
import type { Preview } from './preview.ts'

/** What will happen, in sentences; or why it can't. Said aloud when it changes. */
export function OutcomePreview(props: { preview: Preview | undefined }) {
  const words = createEffectWords()
  const sentences = (preview: Preview) => {
    const effects = words(preview.effects)
    return [
      ...(effects.length > 0 ? effects : [t('nothingChanges')]),
      t(preview.state === 'resolved' ? 'closes' : 'staysOpen'),
    ]
  }
  return (
    <div class="rounded-md bg-sunken px-4 py-3" role="status">
      <h3 class="text-note font-semibold text-muted">{t('will')}</h3>
      <Show when={props.preview} fallback={<p class="mt-0.5 text-muted">{t('preview')}</p>}>
        {(preview) => (
          <Show
            when={preview().problem}
            fallback={
              <ul class="mt-0.5 grid gap-0.5">
                <For each={sentences(preview())}>
                  {(sentence) => (
                    <li class="flex gap-2">
                      <Icon name="arrow-right" size="xs" class="mt-1 text-muted" />
                      <span>{sentence}</span>
                    </li>
                  )}
                </For>
              </ul>
            }
          >
            {(problem) => (
              <p
                class="mt-0.5 flex gap-2"
                classList={{
                  'text-muted': problem() === 'value-missing',
                  'font-medium text-danger-text': problem() !== 'value-missing',
                }}
              >
                <Icon name={problem() === 'value-missing' ? 'info' : 'danger'} size="xs" class="mt-1" />
                {t(`problem.${problem()}`)}
              </p>
            )}
          </Show>
        )}
      </Show>
    </div>
  )
}
