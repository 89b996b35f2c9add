import { Key } from '@solid-primitives/keyed'
import { For, type JSX, Show } from 'solid-js'

export type Column<T> = {
  label: string
  cell: (row: T) => JSX.Element
  /** Numbers line up on the right. */
  numeric?: boolean
  /** Left out on phones. */
  wide?: boolean
}
export type DataTableProps<T> = {
  caption: string
  columns: readonly Column<T>[]
  rows: readonly T[]
  keyOf: (row: T) => string
}

/** A table for up to some hundred rows; scrolls sideways inside itself, prints whole. The first column names the row. */
export function DataTable<T>(props: DataTableProps<T>) {
  return (
    <div class="overflow-x-auto print:overflow-visible">
      <table class="w-full border-collapse text-left">
        <caption class="sr-only">{props.caption}</caption>
        <thead class="print:table-header-group">
          <tr class="border-b border-line bg-sunken">
            <For each={props.columns}>
              {(column) => (
                <th
                  scope="col"
                  class="px-4 py-2 text-note font-semibold text-muted whitespace-nowrap"
                  classList={{ 'text-right': column.numeric === true, 'max-md:hidden': column.wide === true }}
                >
                  {column.label}
                </th>
              )}
            </For>
          </tr>
        </thead>
        <tbody>
          <Key each={props.rows} by={props.keyOf}>
            {(row) => (
              <tr class="border-b border-line break-inside-avoid last:border-0 hover:bg-hover">
                <For each={props.columns}>
                  {(column, index) => (
                    <Show
                      when={index() === 0}
                      fallback={
                        <td
                          class="px-4 py-2"
                          classList={{
                            'text-right whitespace-nowrap': column.numeric === true,
                            'max-md:hidden': column.wide === true,
                          }}
                        >
                          {column.cell(row())}
                        </td>
                      }
                    >
                      <th scope="row" class="px-4 py-2 font-medium wrap-break-word">
                        {column.cell(row())}
                      </th>
                    </Show>
                  )}
                </For>
              </tr>
            )}
          </Key>
        </tbody>
      </table>
    </div>
  )
}
