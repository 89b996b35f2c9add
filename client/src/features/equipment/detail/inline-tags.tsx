import { createSignal, For, Show } from 'solid-js'
import { equipment as definition, type Equipment } from '../../../../../shared/collections/equipment.ts'
import { validateField } from '../../../../../shared/validate.ts'
import { updateRecord } from '../../../db/write.ts'
import { issueText } from '../../../forms/issue-text.ts'
import { saveErrorText } from '../../../forms/save-error.ts'
import { t as core } from '../../../i18n/core.ts'
import { Button } from '../../../ui/button.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { t } from './messages.ts'

/** Keywords of a thing, each added and taken away by itself. */
export function InlineTags(props: { equipment: Equipment; mayEdit: boolean }) {
  const [text, setText] = createSignal('')
  const [error, setError] = createSignal<string>()
  const tags = () => props.equipment.tags ?? []

  const write = async (next: readonly string[]): Promise<boolean> => {
    const wrong = validateField('tags', definition.fields.tags, next)
    setError(wrong && issueText([wrong], 'tags'))
    if (wrong) return false
    try {
      await updateRecord('equipment', props.equipment.id, { tags: next }, { tags: tags() })
      return true
    } catch (problem) {
      setError(saveErrorText(problem))
      return false
    }
  }
  const add = async () => {
    const tag = text().trim()
    if (tag === '') return
    if (tags().includes(tag) || (await write([...tags(), tag]))) setText('')
  }

  return (
    <Panel title={t('tags')}>
      <div class="grid gap-3">
        <ul class="flex flex-wrap gap-2">
          <For each={tags()} fallback={<li class="text-muted">{t('tagsEmpty')}</li>}>
            {(tag) => (
              <li
                class="edge inline-flex items-center rounded-full border-line bg-sunken font-medium"
                classList={{ 'pl-3': props.mayEdit, 'px-3 py-1': !props.mayEdit }}
              >
                {tag}
                <Show when={props.mayEdit}>
                  <IconButton
                    icon="close"
                    label={core('action.remove', { name: tag })}
                    onClick={() => void write(tags().filter((one) => one !== tag))}
                  />
                </Show>
              </li>
            )}
          </For>
        </ul>
        <Show when={props.mayEdit}>
          <form
            class="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-2"
            onSubmit={(event) => {
              event.preventDefault()
              void add()
            }}
          >
            <TextField
              label={t('tagsAdd')}
              placeholder={t('tagsAdd')}
              hideLabel
              value={text()}
              onInput={setText}
              error={error()}
            />
            <Button type="submit" icon="plus">
              {t('tagsAddAction')}
            </Button>
          </form>
        </Show>
      </div>
    </Panel>
  )
}
