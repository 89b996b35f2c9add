import { createSignal, type JSX, Show } from 'solid-js'
import { ChangedMeanwhileError } from '../db/changed-meanwhile.ts'
import { DeletionAsked } from '../documents/deletion-asked.tsx'
import { issueText } from '../forms/issue-text.ts'
import { MeanwhileNotice } from '../forms/meanwhile-notice.tsx'
import { t as forms } from '../forms/messages.ts'
import { saveErrorText } from '../forms/save-error.ts'
import { t as core } from '../i18n/core.ts'
import { Banner } from '../ui/banner.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { TextField } from '../ui/text-field.tsx'
import type { Node } from './tree.ts'
import { TreeSelect } from './tree-select.tsx'

/** What the dialog holds; '' where there is nothing. */
export interface NodeEdit {
  readonly name: string
  readonly parentId: string
  readonly kind: string
}

const MAX_NAME = 200

/** Adds or changes a record of a tree: its name, where it lies, and what its kind of record has beside them. */
export function NodeDialog(props: {
  title: string
  nameLabel: string
  parentLabel: string
  nodes: readonly Node[]
  /** The record that is changed; a new one without it. */
  id: string | undefined
  start: NodeEdit
  fields: ((edit: NodeEdit, change: (part: Partial<NodeEdit>) => void) => JSX.Element) | undefined
  onClose: () => void
  /** `shown`: what the person began with, or has been shown since. */
  onSave: (edit: NodeEdit, shown: NodeEdit) => Promise<void>
}) {
  const [edit, setEdit] = createSignal(props.start)
  const [shown, setShown] = createSignal(props.start)
  const [clash, setClash] = createSignal<ChangedMeanwhileError>()
  const [error, setError] = createSignal<string>()
  const [failure, setFailure] = createSignal<string>()
  const [busy, setBusy] = createSignal(false)
  const change = (part: Partial<NodeEdit>) => setEdit((before) => ({ ...before, ...part }))

  const save = async () => {
    const name = edit().name.trim()
    const issue =
      name === ''
        ? ({ field: 'name', code: 'required' } as const)
        : name.length > MAX_NAME
          ? ({ field: 'name', code: 'too-long', limit: MAX_NAME } as const)
          : undefined
    setError(issue && issueText([issue], 'name'))
    if (issue) return
    setBusy(true)
    setFailure(undefined)
    setClash(undefined)
    try {
      await props.onSave({ ...edit(), name }, shown())
    } catch (problem) {
      if (problem instanceof ChangedMeanwhileError) setClash(problem)
      else setFailure(saveErrorText(problem))
    } finally {
      setBusy(false)
    }
  }

  /** What is there of the fields that both changed. */
  const theirs = (): Partial<NodeEdit> => {
    // As the person was shown it: what came after that is another matter.
    const both = new Map(clash()?.fields.map(({ field, there }) => [field, String(there ?? '')]))
    const [name, parentId, kind] = ['name', 'parentId', 'kind'].map((field) => both.get(field))
    return {
      ...(name === undefined ? {} : { name }),
      ...(parentId === undefined ? {} : { parentId }),
      ...(kind === undefined ? {} : { kind }),
    }
  }
  const settle = (mine: boolean) => {
    const now = theirs()
    setShown((before) => ({ ...before, ...now }))
    setClash(undefined)
    if (mine) void save()
    else change(now)
  }

  return (
    <Dialog
      open
      firm
      onClose={props.onClose}
      title={props.title}
      actions={
        <>
          <Button onClick={() => props.onClose()}>{core('action.cancel')}</Button>
          <Button kind="primary" icon="check" busy={busy()} onClick={() => void save()}>
            {forms(props.id === undefined ? 'create' : 'save')}
          </Button>
        </>
      }
    >
      <form
        class="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        <Show when={clash()}>
          {(what) => (
            <MeanwhileNotice clash={what()} onMine={() => settle(true)} onTheirs={() => settle(false)} />
          )}
        </Show>
        <Show when={props.nodes.find(({ id }) => id === props.id)}>
          {(node) => <DeletionAsked of={node()} />}
        </Show>
        <Show when={failure()}>
          {(reason) => (
            <Banner tone="danger" title={forms('notSaved')} urgent>
              {reason()}
            </Banner>
          )}
        </Show>
        <TextField
          label={props.nameLabel}
          value={edit().name}
          onInput={(name) => change({ name })}
          error={error()}
          autocomplete="off"
        />
        <TreeSelect
          label={props.parentLabel}
          optional
          nodes={props.nodes}
          value={edit().parentId}
          onChange={(parentId) => change({ parentId })}
          except={props.id}
        />
        {props.fields?.(edit(), change)}
      </form>
    </Dialog>
  )
}
