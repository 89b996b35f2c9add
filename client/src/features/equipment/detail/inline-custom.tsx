import { createSignal, Show } from 'solid-js'
import type { Equipment } from '../../../../../shared/collections/equipment.ts'
import { ChangedMeanwhileError } from '../../../db/changed-meanwhile.ts'
import { updateRecord } from '../../../db/write.ts'
import { type FormIssue, issueText } from '../../../forms/issue-text.ts'
import { createKeptDraft } from '../../../forms/kept-draft.ts'
import { MeanwhileNotice } from '../../../forms/meanwhile-notice.tsx'
import { t as forms } from '../../../forms/messages.ts'
import { checkedRows, type NamedRow, rowsOf } from '../../../forms/named-rows.ts'
import { NamedRowsEditor } from '../../../forms/named-rows-editor.tsx'
import { saveErrorText } from '../../../forms/save-error.ts'
import { t as core } from '../../../i18n/core.ts'
import { Button } from '../../../ui/button.tsx'
import { KeyValue } from '../../../ui/key-value.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { t } from './messages.ts'

/** Fields that the school made up itself, edited where they stand. */
export function InlineCustom(props: { equipment: Equipment; mayEdit: boolean }) {
  const start = () => rowsOf(props.equipment.custom ?? {})
  const shown = () => ({ ...props.equipment.custom })
  const kept = createKeptDraft<{
    rows: readonly NamedRow[]
    shown: NonNullable<Equipment['custom']>
  }>(`custom.${props.equipment.id}`, { rows: start(), shown: shown() })
  const [editing, setEditing] = createSignal(kept.restored)
  const [issues, setIssues] = createSignal<readonly FormIssue[]>([])
  const [failure, setFailure] = createSignal<string>()
  const [clash, setClash] = createSignal<ChangedMeanwhileError>()

  const stop = () => {
    kept.forget()
    setIssues([])
    setFailure(undefined)
    setClash(undefined)
    setEditing(false)
  }
  const save = async () => {
    const { values, issues: wrong } = checkedRows(kept.draft.rows, kept.draft.shown)
    setIssues(wrong)
    if (wrong.length > 0) return
    try {
      const custom = Object.keys(values).length === 0 ? undefined : values
      await updateRecord('equipment', props.equipment.id, { custom }, { custom: { ...kept.draft.shown } })
      stop()
    } catch (problem) {
      if (problem instanceof ChangedMeanwhileError) setClash(problem)
      else setFailure(saveErrorText(problem))
    }
  }
  /** The person has seen what is there by now of the fields that both changed, and says which it is. */
  const settle = (mine: boolean) => {
    for (const { key, there } of clash()?.fields ?? []) {
      if (key === undefined || typeof there === 'object') continue
      kept.setDraft(({ rows, shown: before }) => ({
        shown: { ...before, [key]: there },
        rows: mine ? rows : rows.map((row) => (row.name === key ? { name: key, value: String(there) } : row)),
      }))
    }
    setClash(undefined)
    kept.keep()
    if (mine) void save()
  }

  return (
    <Panel
      title={t('custom')}
      action={
        <Show when={props.mayEdit && !editing()}>
          <Button
            kind="quiet"
            icon="edit"
            onClick={() => {
              kept.setDraft({
                rows: start().length > 0 ? start() : [{ name: '', value: '' }],
                shown: shown(),
              })
              setEditing(true)
            }}
          >
            {t('customEdit')}
          </Button>
        </Show>
      }
    >
      <Show
        when={editing()}
        fallback={
          <Show when={start().length > 0} fallback={<p class="text-muted">{t('customEmpty')}</p>}>
            <KeyValue pairs={start().map(({ name, value }) => ({ label: name, value }))} />
          </Show>
        }
      >
        <form
          class="grid gap-3"
          onSubmit={(event) => {
            event.preventDefault()
            void save()
          }}
        >
          <NamedRowsEditor
            rows={kept.draft.rows}
            nameLabel={t('customName')}
            valueLabel={t('customValue')}
            addLabel={t('customAdd')}
            errorOf={(index) => issueText(issues(), String(index))}
            onChange={(rows) => {
              kept.setDraft({ rows })
              kept.keep()
            }}
          />
          <Show when={clash()}>
            {(what) => (
              <MeanwhileNotice clash={what()} onMine={() => settle(true)} onTheirs={() => settle(false)} />
            )}
          </Show>
          <Show when={failure()}>
            {(text) => (
              <p role="alert" class="font-medium text-danger-text">
                {text()}
              </p>
            )}
          </Show>
          <div class="flex justify-end gap-2">
            <Button onClick={stop}>{core('action.cancel')}</Button>
            <Button kind="primary" type="submit">
              {forms('save')}
            </Button>
          </div>
        </form>
      </Show>
    </Panel>
  )
}
