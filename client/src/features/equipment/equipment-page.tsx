import { lazy, Show } from 'solid-js'
import { scopeOf } from '../../../../shared/access.ts'
import { equipment } from '../../../../shared/collections/equipment.ts'
import { who } from '../../app/who.ts'
import { EquipmentList } from './list/equipment-list.tsx'

const MyItems = lazy(async () => ({ default: (await import('./mine/my-items.tsx')).MyItems }))

/** The catalogue; for those who see only what they hold, their own things. */
export function EquipmentPage() {
  const seesAll = () => {
    const role = who()?.role
    return role !== undefined && scopeOf(equipment, role) === 'all'
  }
  return (
    <Show when={seesAll()} fallback={<MyItems />}>
      <EquipmentList />
    </Show>
  )
}
