import { createMemo, createSignal, Show } from 'solid-js'
import { t as forms } from '../forms/messages.ts'
import { Select } from '../ui/select.tsx'
import { NameDialog } from './name-dialog.tsx'
import { asTree, type Node } from './tree.ts'

const NONE = ''
const NEW = '+'

export type TreeSelectProps = {
  label: string
  nodes: readonly Node[]
  /** An id; '' for none. */
  value: string
  onChange: (id: string) => void
  /** Makes a new one and gives its id; without it there is nothing to make here. */
  onCreate?: ((name: string) => Promise<string>) | undefined
  createTitle?: string
  error?: string | undefined
  hint?: string | undefined
  optional?: boolean
  /** These and all that lies in them cannot be chosen. */
  except?: string | undefined
}

/** One of a tree, set in by depth; a new one can be made on the spot. */
export function TreeSelect(props: TreeSelectProps) {
  const [creating, setCreating] = createSignal(false)
  const options = createMemo(() => {
    const rows = asTree(props.nodes)
    const excepted = new Set<string>()
    for (const { node } of rows) {
      const inside = node.parentId !== undefined && excepted.has(node.parentId)
      if (node.id === props.except || inside) excepted.add(node.id)
    }
    return [
      { value: NONE, label: forms('none') },
      ...rows
        .filter(({ node }) => !excepted.has(node.id))
        .map(({ node, depth }) => ({ value: node.id, label: `${'\u2003'.repeat(depth)}${node.name}` })),
      ...(props.onCreate ? [{ value: NEW, label: forms('newChoice') }] : []),
    ]
  })
  // While the choice that was made is on its way into the list, the list shows that choice and not the first one.
  const known = () => options().some((option) => option.value === props.value)

  return (
    <>
      <Select
        label={props.label}
        optional={props.optional ?? false}
        options={options()}
        value={known() ? props.value : NONE}
        onChange={(value) => {
          if (value === NEW) setCreating(true)
          else props.onChange(value)
        }}
        error={props.error}
        hint={props.hint}
      />
      <Show when={props.onCreate}>
        {(create) => (
          <NameDialog
            open={creating()}
            title={props.createTitle ?? props.label}
            onClose={() => setCreating(false)}
            onSave={async (name) => {
              props.onChange(await create()(name))
              setCreating(false)
            }}
          />
        )}
      </Show>
    </>
  )
}
