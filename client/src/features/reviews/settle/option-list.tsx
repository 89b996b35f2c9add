import { Key } from '@solid-primitives/keyed'
import { createUniqueId, lazy, Show, Suspense } from 'solid-js'
import { Icon } from '../../../ui/icon.tsx'
import { t } from './messages.ts'
import type { Option } from './option.ts'
import type { Entered } from './option-needs.tsx'

/** Few answers ask for anything: what they ask with is loaded with the first one that does. */
const OptionNeeds = lazy(async () => ({ default: (await import('./option-needs.tsx')).OptionNeeds }))

export interface OptionListProps {
  readonly options: readonly Option[]
  readonly chosen: string | undefined
  readonly onChoose: (key: string) => void
  readonly entered: Entered
  readonly onEnter: (entered: Partial<Entered>) => void
  /** What is wrong with what was entered. */
  readonly error: string | undefined
}

/** The answers, each with what it means; what an answer needs is asked below it once it is chosen. */
export function OptionList(props: OptionListProps) {
  const group = createUniqueId()
  return (
    <fieldset class="min-w-0">
      <legend class="sr-only">{t('title')}</legend>
      <ul class="grid items-start gap-2 xl:grid-cols-2">
        <Key each={props.options} by="key">
          {(option) => (
            <li
              class="edge overflow-hidden rounded-md"
              classList={{
                'border-accent-text bg-accent-soft': props.chosen === option().key,
                'border-line-strong bg-raised hover:bg-hover': props.chosen !== option().key,
              }}
            >
              <label class="flex min-h-row cursor-pointer items-start gap-3 px-3 py-2.5 has-focus-visible:outline-3 has-focus-visible:-outline-offset-3 has-focus-visible:outline-focus">
                <input
                  type="radio"
                  class="mt-0.5 size-5 shrink-0 accent-accent outline-none"
                  name={group}
                  value={option().key}
                  checked={props.chosen === option().key}
                  onChange={() => props.onChoose(option().key)}
                />
                <span class="min-w-0 flex-1">
                  <span
                    class="block text-lead font-semibold"
                    classList={{ 'text-danger-text': option().danger === true }}
                  >
                    {option().label}
                  </span>
                  <span class="block text-note text-muted">{option().means}</span>
                </span>
                <Icon
                  name={option().icon}
                  size="md"
                  class={option().danger ? 'mt-0.5 text-danger-text' : 'mt-0.5 text-muted'}
                />
              </label>
              <Show when={props.chosen === option().key && option().needs}>
                {(needs) => (
                  <div class="px-3 pb-3 pl-11">
                    <Suspense>
                      <OptionNeeds
                        needs={needs()}
                        option={option()}
                        entered={props.entered}
                        onEnter={props.onEnter}
                        error={props.error}
                      />
                    </Suspense>
                  </div>
                )}
              </Show>
            </li>
          )}
        </Key>
      </ul>
    </fieldset>
  )
}
