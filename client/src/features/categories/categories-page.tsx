import { createMemo } from 'solid-js'
import { createQuery } from '../../db/query.ts'
import { useCatalogue } from '../../db/use-catalogue.ts'
import { createRecord, removeRecord, updateRecord } from '../../db/write.ts'
import { countValues } from '../../things/facet-options.ts'
import type { NodeEdit } from '../../trees/node-dialog.tsx'
import { TreePage } from '../../trees/tree-page.tsx'
import { t } from './messages.ts'

/** What kinds of equipment there are, as a tree. */
export function CategoriesPage() {
  const categories = createQuery('categories', () => ({}))
  const catalogue = useCatalogue()
  const counts = createMemo(() => countValues(catalogue.search(''), 'category'))

  const idOf = (text: string) => (text === '' ? undefined : text)
  const fieldsOf = (edit: Partial<NodeEdit>) => ({
    ...(edit.name === undefined ? {} : { name: edit.name }),
    ...(edit.parentId === undefined ? {} : { parentId: idOf(edit.parentId) }),
  })

  return (
    <TreePage
      icon="filter"
      nodes={categories()}
      counts={counts()}
      hrefOf={(id) => `/equipment?category=${id}`}
      onCreate={async (edit) => {
        await createRecord('categories', { name: edit.name, parentId: idOf(edit.parentId) })
      }}
      onChange={async (id, changes, shown) => {
        const fields = fieldsOf(changes)
        if (Object.keys(fields).length > 0) await updateRecord('categories', id, fields, fieldsOf(shown))
      }}
      onDelete={(id) => removeRecord('categories', id)}
      words={{
        title: t('title'),
        hint: t('hint'),
        count: t('count', { count: categories()?.length ?? 0 }),
        back: t('back'),
        add: t('add'),
        addInside: t('addInside'),
        addedTitle: t('addedTitle'),
        addedInside: (name) => t('addedInside', { name }),
        edit: t('edit'),
        editTitle: (name) => t('editTitle', { name }),
        more: (name) => t('more', { name }),
        show: t('show'),
        name: t('name'),
        parent: t('parent'),
        things: (count) => t('things', { count }),
        delete: t('delete'),
        deleteTitle: (name) => t('deleteTitle', { name }),
        deleteMeans: t('deleteMeans'),
        deleteThings: (count) => t('deleteThings', { count }),
        deleteInside: (count) => t('deleteInside', { count }),
        empty: t('empty'),
        emptyHint: t('emptyHint'),
      }}
    />
  )
}
