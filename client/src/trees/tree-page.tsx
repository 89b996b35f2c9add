import { Key } from '@solid-primitives/keyed'
import { useNavigate } from '@solidjs/router'
import { createSignal, For, type JSX, Show } from 'solid-js'
import { DeletionAskedBadge } from '../documents/deletion-asked.tsx'
import { t as forms } from '../forms/messages.ts'
import { saveErrorText } from '../forms/save-error.ts'
import { t as core } from '../i18n/core.ts'
import { formatNumber } from '../i18n/format.ts'
import { Banner } from '../ui/banner.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import type { IconName } from '../ui/icon-paths.ts'
import { Menu } from '../ui/menu.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { showToast } from '../ui/toast.tsx'
import { NodeDialog, type NodeEdit } from './node-dialog.tsx'
import { asTree, type Node, withPlacesInside } from './tree.ts'

/** What the page calls its records. */
export interface TreeWords {
  readonly title: string
  readonly hint: string
  readonly count: string
  readonly back: string
  readonly add: string
  readonly addInside: string
  readonly addedTitle: string
  readonly addedInside: (name: string) => string
  readonly edit: string
  readonly editTitle: (name: string) => string
  readonly more: (name: string) => string
  readonly show: string
  readonly name: string
  readonly parent: string
  readonly things: (count: number) => string
  readonly delete: string
  readonly deleteTitle: (name: string) => string
  readonly deleteMeans: string
  readonly deleteThings: (count: number) => string
  readonly deleteInside: (count: number) => string
  readonly empty: string
  readonly emptyHint: string
}

export type TreePageProps<N extends Node> = {
  words: TreeWords
  icon: IconName
  /** Undefined while they are being read. */
  nodes: readonly N[] | undefined
  /** How many things each one has itself, by id; what lies inside is added here. */
  counts: ReadonlyMap<string, number>
  /** Where the things of one are listed. */
  hrefOf: (id: string) => string
  /** Words beside the name: its kind. */
  detail?: (node: N) => JSX.Element
  /** More fields of the dialog, for the record that is edited. */
  fields?: (edit: NodeEdit, change: (part: Partial<NodeEdit>) => void) => JSX.Element
  kindOf?: (node: N) => string
  onCreate: (edit: NodeEdit) => Promise<void>
  /** Only what was changed is named: what another device changed meanwhile stays. */
  onChange: (id: string, changes: Partial<NodeEdit>, shown: NodeEdit) => Promise<void>
  onDelete: (id: string) => Promise<void>
}

/** A tree of records that things are put in: places, categories. Each shows how many things it has. */
export function TreePage<N extends Node>(props: TreePageProps<N>) {
  const navigate = useNavigate()
  const [editing, setEditing] = createSignal<{ id?: string; title: string; start: NodeEdit }>()
  const [deleting, setDeleting] = createSignal<N>()
  const [failure, setFailure] = createSignal<string>()
  const nodes = () => props.nodes ?? []
  const total = (id: string) =>
    withPlacesInside([id], nodes()).reduce((sum, one) => sum + (props.counts.get(one) ?? 0), 0)
  const inside = (id: string) => nodes().filter((node) => node.parentId === id).length

  const editOf = (node: N): NodeEdit => ({
    name: node.name,
    parentId: node.parentId ?? '',
    kind: props.kindOf?.(node) ?? '',
  })
  const add = (parent?: N) =>
    setEditing({
      title: parent ? props.words.addedInside(parent.name) : props.words.addedTitle,
      start: { name: '', parentId: parent?.id ?? '', kind: '' },
    })
  const remove = async (node: N) => {
    setFailure(undefined)
    try {
      await props.onDelete(node.id)
      setDeleting(undefined)
      showToast({ text: forms('removed', { name: node.name }), tone: 'positive' })
    } catch (problem) {
      setFailure(saveErrorText(problem))
    }
  }

  return (
    <>
      <PageHeader
        title={props.words.title}
        back={{ href: '/equipment', label: props.words.back }}
        aside={props.words.count}
        actions={
          <Button kind="primary" icon="plus" onClick={() => add()}>
            {props.words.add}
          </Button>
        }
      />
      <Show
        when={nodes().length > 0}
        fallback={
          <Show when={props.nodes !== undefined}>
            <EmptyState icon={props.icon} title={props.words.empty} hint={props.words.emptyHint}>
              <Button kind="primary" icon="plus" onClick={() => add()}>
                {props.words.add}
              </Button>
            </EmptyState>
          </Show>
        }
      >
        <p class="max-w-prose px-4 pt-4 pb-2 text-muted lg:px-6">{props.words.hint}</p>
        <ul class="max-w-page border-t border-line">
          <Key each={asTree(nodes())} by={({ node }) => node.id}>
            {(branch) => (
              <li class="flex min-h-row items-center gap-3 border-b border-line pr-2 pl-4 hover:bg-hover lg:pr-4 lg:pl-6">
                <For each={Array.from({ length: Math.min(branch().depth, 6) })}>
                  {() => <span class="w-4 shrink-0 self-stretch border-r border-line" aria-hidden="true" />}
                </For>
                <span class="min-w-0 flex-1 py-2">
                  <span
                    class="block truncate"
                    classList={{
                      'text-lead font-semibold': branch().depth === 0,
                      'font-medium': branch().depth > 0,
                    }}
                  >
                    {branch().node.name}
                  </span>
                  <Show when={props.detail?.(branch().node)}>
                    {(detail) => <span class="block text-note text-muted">{detail()}</span>}
                  </Show>
                  <DeletionAskedBadge of={branch().node} />
                </span>
                <span class="text-right">
                  <span
                    aria-hidden="true"
                    class="narrow text-lead"
                    classList={{ 'text-muted': total(branch().node.id) === 0 }}
                  >
                    {formatNumber(total(branch().node.id))}
                  </span>
                  <span class="sr-only">{props.words.things(total(branch().node.id))}</span>
                </span>
                <Menu
                  label={props.words.more(branch().node.name)}
                  icon="more"
                  items={[
                    {
                      label: props.words.show,
                      icon: 'tag',
                      onSelect: () => navigate(props.hrefOf(branch().node.id)),
                    },
                    { label: props.words.addInside, icon: 'plus', onSelect: () => add(branch().node) },
                    {
                      label: props.words.edit,
                      icon: 'edit',
                      onSelect: () =>
                        setEditing({
                          id: branch().node.id,
                          title: props.words.editTitle(branch().node.name),
                          start: editOf(branch().node),
                        }),
                    },
                    {
                      label: props.words.delete,
                      icon: 'trash',
                      danger: true,
                      onSelect: () => {
                        setFailure(undefined)
                        setDeleting(() => branch().node)
                      },
                    },
                  ]}
                />
              </li>
            )}
          </Key>
        </ul>
      </Show>
      <Show when={editing()} keyed>
        {(edit) => (
          <NodeDialog
            title={edit.title}
            nameLabel={props.words.name}
            parentLabel={props.words.parent}
            nodes={nodes()}
            id={edit.id}
            start={edit.start}
            fields={props.fields}
            onClose={() => setEditing(undefined)}
            onSave={async (entered, shown) => {
              if (edit.id === undefined) await props.onCreate(entered)
              else await props.onChange(edit.id, changesOf(shown, entered), shown)
              setEditing(undefined)
            }}
          />
        )}
      </Show>
      <Show when={deleting()} keyed>
        {(node) => (
          <Dialog
            open
            onClose={() => setDeleting(undefined)}
            title={props.words.deleteTitle(node.name)}
            actions={
              <>
                <Button onClick={() => setDeleting(undefined)}>{core('action.cancel')}</Button>
                <Button kind="danger" icon="trash" onClick={() => void remove(node)}>
                  {props.words.delete}
                </Button>
              </>
            }
          >
            <div class="grid gap-2">
              <Show when={failure()}>
                {(reason) => (
                  <Banner tone="danger" title={forms('notSaved')} urgent>
                    {reason()}
                  </Banner>
                )}
              </Show>
              <p>{props.words.deleteMeans}</p>
              <Show when={(props.counts.get(node.id) ?? 0) > 0}>
                <p class="font-semibold">{props.words.deleteThings(props.counts.get(node.id) ?? 0)}</p>
              </Show>
              <Show when={inside(node.id) > 0}>
                <p class="font-semibold">{props.words.deleteInside(inside(node.id))}</p>
              </Show>
            </div>
          </Dialog>
        )}
      </Show>
    </>
  )
}

function changesOf(start: NodeEdit, now: NodeEdit): Partial<NodeEdit> {
  return {
    ...(start.name === now.name ? {} : { name: now.name }),
    ...(start.parentId === now.parentId ? {} : { parentId: now.parentId }),
    ...(start.kind === now.kind ? {} : { kind: now.kind }),
  }
}
