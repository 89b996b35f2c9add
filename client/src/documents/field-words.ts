import { CONDITIONS, EQUIPMENT_STATUSES } from '../../../shared/collections/equipment.ts'
import { TRANSACTION_TYPES } from '../../../shared/collections/transactions.ts'
import { isJsonObject } from '../../../shared/json.ts'
import { type CollectionName, isCollectionName, registry } from '../../../shared/registry.ts'
import { isRole } from '../../../shared/roles.ts'
import { createLookup } from '../db/query.ts'
import { useCatalogue } from '../db/use-catalogue.ts'
import { t as core } from '../i18n/core.ts'
import { formatDate, formatDateTime, formatList, formatMoney, formatNumber } from '../i18n/format.ts'
import { createHolders } from '../things/holders.ts'
import { t as gear } from '../things/messages.ts'
import { t } from './messages.ts'

/** Puts a field's value into words, names instead of ids, live. '' where there is none. */
export function createFieldWords(): (collection: string, field: string, value: unknown) => string {
  const catalogue = useCatalogue()
  const holder = createHolders()
  const lookups = {
    people: createLookup('people'),
    teams: createLookup('teams'),
    locations: createLookup('locations'),
    categories: createLookup('categories'),
    users: createLookup('users'),
  }

  function nameOf(collection: string, field: string, id: string): string {
    if (field.endsWith('olderId')) return holder(id)?.name ?? t('gone')
    if (field === 'equipmentId' || field === 'mergedInto') return catalogue.get(id)?.name ?? t('gone')
    const target = TARGETS[field] ?? (field === 'parentId' ? collection : undefined)
    if (target === undefined || !isLookup(target)) return id
    return lookups[target](id)?.name ?? t('gone')
  }

  function isLookup(name: string): name is keyof typeof lookups {
    return Object.hasOwn(lookups, name)
  }

  function listed(values: readonly unknown[], word: (value: unknown) => string): string {
    return values.length === 0 ? '' : formatList(values.map(word))
  }

  return (collection, field, value) => {
    if (value === undefined || value === null) return ''
    const type = typeOf(collection, field)
    if (type === 'id' && typeof value === 'string') return nameOf(collection, field, value)
    if (type === 'ids' && Array.isArray(value))
      return listed(value, (id) => (typeof id === 'string' ? nameOf(collection, field, id) : plain(id)))
    if (type === 'time' && typeof value === 'string') return formatDateTime(value)
    if (type === 'date' && typeof value === 'string') return formatDate(value)
    if (type === 'choice' && typeof value === 'string') return choiceWord(field, value)
    if (typeof value === 'number') return field.endsWith('Cents') ? formatMoney(value) : formatNumber(value)
    if (typeof value === 'boolean') return value ? t('yes') : t('no')
    if (Array.isArray(value)) return listed(value, plain)
    if (isJsonObject(value))
      return Object.entries(value)
        .map(([key, one]) => `${key}: ${plain(one)}`)
        .join(' · ')
    return String(value)
  }
}

/** What collection the id of a field is looked up in. */
const TARGETS: Readonly<Record<string, CollectionName>> = {
  teamId: 'teams',
  teamIds: 'teams',
  coachIds: 'users',
  actorId: 'users',
  personId: 'people',
  categoryId: 'categories',
  locationId: 'locations',
  homeLocationId: 'locations',
}

function typeOf(collection: string, field: string): string | undefined {
  if (!isCollectionName(collection)) return undefined
  const { fields } = registry[collection]
  return Object.entries(fields).find(([name]) => name === field)?.[1].type
}

function choiceWord(field: string, value: string): string {
  if (field === 'role' && isRole(value)) return core(`role.${value}`)
  const status = EQUIPMENT_STATUSES.find((one) => one === value)
  if (field === 'status' && status) return gear(`status.${status}`)
  const condition = CONDITIONS.find((one) => one === value)
  if (field === 'condition' && condition) return gear(`condition.${condition}`)
  const type = TRANSACTION_TYPES.find((one) => one === value)
  if (field === 'type' && type) return gear(`type.${type}`)
  return value === 'serialized' || value === 'bulk' ? gear(`kind.${value}`) : value
}

function plain(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
