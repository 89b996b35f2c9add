/** What a file holds: one kind per import. */
export type ImportKind = 'equipment' | 'people'

export const EQUIPMENT_TARGETS = [
  'tagCode',
  'name',
  'serial',
  'kind',
  'quantity',
  'categoryId',
  'manufacturer',
  'model',
  'size',
  'jerseyNumber',
  'teamId',
  'homeLocationId',
  'status',
  'condition',
  'holder',
  'dueAt',
  'purchaseDate',
  'purchasePriceCents',
  'warrantyUntil',
  'recertifyBy',
  'retireBy',
  'notes',
  'tags',
  'custom',
] as const

export const PEOPLE_TARGETS = [
  'name',
  'firstName',
  'lastName',
  'jerseyNumber',
  'badgeCode',
  'teamIds',
  'kind',
  'active',
  'sizes',
] as const

export type EquipmentTarget = (typeof EQUIPMENT_TARGETS)[number]
export type PeopleTarget = (typeof PEOPLE_TARGETS)[number]
/** Where a column goes; 'none' leaves it out. */
export type Target = EquipmentTarget | PeopleTarget | 'none'

/** Targets that several columns may share: each keeps its own under its name, or adds to the others. */
const shared: readonly Target[] = ['custom', 'sizes', 'tags', 'notes', 'teamIds', 'none']

export function isShared(target: Target): boolean {
  return shared.includes(target)
}

export function targetsOf(kind: ImportKind): readonly Target[] {
  return kind === 'equipment' ? EQUIPMENT_TARGETS : PEOPLE_TARGETS
}

/** Codes: what a scanner reads or a maker engraves. They lose their meaning with any changed character. */
const codes: readonly Target[] = ['tagCode', 'serial', 'badgeCode']
export function isCode(target: Target): boolean {
  return codes.includes(target)
}

const dates: readonly Target[] = ['purchaseDate', 'warrantyUntil', 'recertifyBy', 'retireBy', 'dueAt']
export function isDateTarget(target: Target): boolean {
  return dates.includes(target)
}
