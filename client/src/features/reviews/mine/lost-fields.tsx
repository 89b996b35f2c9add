import { createSignal, For, type JSX, Show } from 'solid-js'
import type { Json } from '../../../../../shared/json.ts'
import { who } from '../../../app/who.ts'
import { fieldLabel } from '../../../documents/field-labels.ts'
import { createFieldWords } from '../../../documents/field-words.ts'
import { t as forms } from '../../../forms/messages.ts'
import { saveErrorText } from '../../../forms/save-error.ts'
import { t as core } from '../../../i18n/core.ts'
import { Banner } from '../../../ui/banner.tsx'
import { Button } from '../../../ui/button.tsx'
import { announce } from '../../../ui/live-region.tsx'
import { showToast } from '../../../ui/toast.tsx'
import type { createCurrent } from './create-current.ts'
import { type LostWrite, restorationOf } from './lost-writes.ts'
import { t } from './messages.ts'
import { restore } from './restore.ts'

/** What somebody wrote beside what is stored, and the way to have it back: one tap, or the words to take along. */
export function LostFields(props: {
  lost: LostWrite
  current: ReturnType<typeof createCurrent>
  /** What it is about, as people call it. */
  name: string
  /** Where else it leads, beside the ways to have it back. */
  children?: JSX.Element
}) {
  const wordsOf = createFieldWords()
  const [failure, setFailure] = createSignal<string>()
  const now = () => props.current(props.lost.collection, props.lost.documentId)
  const restoration = () => {
    const role = who()?.role
    return role ? restorationOf(props.lost, now(), role) : undefined
  }
  const changes = () => {
    const found = restoration()
    return found && 'changes' in found ? found.changes : undefined
  }
  const obstacle = () => {
    const found = restoration()
    return found && 'obstacle' in found ? found.obstacle : undefined
  }
  const word = (field: string, value: unknown) => wordsOf(props.lost.collection, field, value) || t('empty')

  const putBack = async (values: Readonly<Record<string, Json>>) => {
    const current = now()
    if (!current) return
    setFailure(undefined)
    try {
      const undo = await restore(props.lost, values, current)
      const said = t('restored', { name: props.name })
      announce(said)
      showToast({
        text: said,
        tone: 'positive',
        action: {
          label: core('action.undo'),
          run: () => {
            undo().then(
              () => showToast({ text: t('undone', { name: props.name }) }),
              (error: unknown) => showToast({ text: saveErrorText(error), tone: 'danger' }),
            )
          },
        },
      })
    } catch (error) {
      setFailure(saveErrorText(error))
    }
  }
  const copy = async () => {
    const lines = Object.entries(props.lost.values).map(
      ([field, value]) => `${fieldLabel(props.lost.collection, field)}: ${word(field, value)}`,
    )
    try {
      await navigator.clipboard.writeText([props.name, ...lines].join('\n'))
      showToast({ text: t('copied'), tone: 'positive' })
    } catch {
      showToast({ text: t('copyFailed'), tone: 'warning' })
    }
  }

  return (
    <div class="grid gap-2">
      <Show when={failure()}>
        {(reason) => (
          <Banner tone="danger" title={forms('notSaved')} urgent>
            {reason()}
          </Banner>
        )}
      </Show>
      <dl class="grid gap-1">
        <For each={Object.entries(props.lost.values)}>
          {([field, value]) => (
            <div class="grid gap-x-4 sm:grid-cols-[9rem_minmax(0,1fr)_minmax(0,1fr)]">
              <dt class="text-note font-semibold text-muted">{fieldLabel(props.lost.collection, field)}</dt>
              <dd class="min-w-0">
                <span class="text-note text-muted">{t('yours')} </span>
                <span class="font-semibold whitespace-pre-line">{word(field, value)}</span>
              </dd>
              <Show when={!props.lost.deleted}>
                <dd class="min-w-0">
                  <span class="text-note text-muted">{t('now')} </span>
                  <span class="whitespace-pre-line">{word(field, now()?.[field])}</span>
                </dd>
              </Show>
            </div>
          )}
        </For>
      </dl>
      <div class="flex flex-wrap items-center gap-2">
        <Show when={changes()}>
          {(values) => (
            <Button icon="back" onClick={() => void putBack(values())}>
              {t('restore')}
            </Button>
          )}
        </Show>
        <Button kind="quiet" icon="note" onClick={() => void copy()}>
          {t('copy')}
        </Button>
        {props.children}
        <Show when={obstacle()}>{(why) => <p class="text-note text-muted">{t(`obstacle.${why()}`)}</p>}</Show>
      </div>
    </div>
  )
}
