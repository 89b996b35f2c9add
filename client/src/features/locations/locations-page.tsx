import { createMemo } from 'solid-js'
import { LOCATION_KINDS } from '../../../../shared/collections/locations.ts'
import { createQuery } from '../../db/query.ts'
import { useCatalogue } from '../../db/use-catalogue.ts'
import { createRecord, removeRecord, updateRecord } from '../../db/write.ts'
import { t as forms } from '../../forms/messages.ts'
import type { NodeEdit } from '../../trees/node-dialog.tsx'
import { TreePage } from '../../trees/tree-page.tsx'
import { Select } from '../../ui/select.tsx'
import { t } from './messages.ts'

/** Where equipment is kept, as a tree. */
export function LocationsPage() {
  const locations = createQuery('locations', () => ({}))
  const catalogue = useCatalogue()
  const counts = createMemo(() => {
    const counted = new Map<string, number>()
    for (const thing of catalogue.search('')) {
      const place = thing.homeLocationId ?? thing.locationId
      if (place !== undefined) counted.set(place, (counted.get(place) ?? 0) + 1)
    }
    return counted
  })
  const kindOf = (text: string) => LOCATION_KINDS.find((kind) => kind === text)

  const idOf = (text: string) => (text === '' ? undefined : text)
  const fieldsOf = (edit: Partial<NodeEdit>) => ({
    ...(edit.name === undefined ? {} : { name: edit.name }),
    ...(edit.parentId === undefined ? {} : { parentId: idOf(edit.parentId) }),
    ...(edit.kind === undefined ? {} : { kind: kindOf(edit.kind) }),
  })

  return (
    <TreePage
      icon="location"
      nodes={locations()}
      counts={counts()}
      hrefOf={(id) => `/equipment?location=${id}`}
      detail={(place) => place.kind && t(`kind.${place.kind}`)}
      kindOf={(place) => place.kind ?? ''}
      fields={(edit, change) => (
        <Select
          label={t('kind')}
          optional
          value={edit.kind}
          onChange={(kind) => change({ kind })}
          options={[
            { value: '', label: forms('none') },
            ...LOCATION_KINDS.map((kind) => ({ value: kind, label: t(`kind.${kind}`) })),
          ]}
        />
      )}
      onCreate={async (edit) => {
        await createRecord('locations', {
          name: edit.name,
          parentId: idOf(edit.parentId),
          kind: kindOf(edit.kind),
        })
      }}
      onChange={async (id, changes, shown) => {
        const fields = fieldsOf(changes)
        if (Object.keys(fields).length > 0) await updateRecord('locations', id, fields, fieldsOf(shown))
      }}
      onDelete={(id) => removeRecord('locations', id)}
      words={{
        title: t('title'),
        hint: t('hint'),
        count: t('count', { count: locations()?.length ?? 0 }),
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
