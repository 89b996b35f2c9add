import { equipment } from '../../../shared/collections/equipment.ts'
import type { ColumnInUse } from './columns-in-use.ts'
import { readDate } from './dates.ts'
import { resolveHolder } from './holder.ts'
import { readCount, readMoney } from './numbers.ts'
import { namedId, type PlanContext } from './plan-context.ts'
import { readText } from './read-cell.ts'
import type { RowDraft } from './row-draft.ts'
import { shown } from './row-issue.ts'

/** What a row says that is no field of the thing. */
export interface Aside {
  status?: string
  holder?: { readonly text: string; readonly column: string }
  dueDay?: string
  quantity?: number
  kind?: string
  category?: string
}

const MAX_QUANTITY = 1_000_000
const MAX_CUSTOM = 95

/** Reads the cells of one row into a draft of a thing. */
export function readThing(context: PlanContext, draft: RowDraft, cells: readonly string[]): Aside {
  const aside: Aside = {}
  for (const column of context.columns) {
    const text = readText(draft, column, cells[column.column.index] ?? '', context.choices.brokenCodes)
    if (text !== '') takeValue(context, draft, aside, column, text)
  }
  return aside
}

function takeValue(context: PlanContext, draft: RowDraft, aside: Aside, reading: ColumnInUse, text: string) {
  const { column, target } = reading
  const at = { column: column.label, value: shown(text) }
  switch (target) {
    case 'categoryId': {
      aside.category = text
      return named(context, draft, 'categories', 'categoryId', reading, text)
    }
    case 'homeLocationId':
      return named(context, draft, 'locations', 'homeLocationId', reading, text)
    case 'teamId':
      return named(context, draft, 'teams', 'teamId', reading, text)
    case 'purchaseDate':
    case 'warrantyUntil':
    case 'recertifyBy':
    case 'retireBy': {
      const read = readDate(text, reading.dayOrder ?? 'mdy')
      if (!read) return draft.warn('not-a-date', at)
      if (read.mark) draft.warn(read.mark, { ...at, taken: read.date })
      draft.set(equipment, target, read.date, column, text)
      return
    }
    case 'dueAt': {
      const read = readDate(text, reading.dayOrder ?? 'mdy')
      if (!read) return draft.warn('not-a-date', at)
      aside.dueDay = read.date
      return
    }
    case 'purchasePriceCents': {
      const read = readMoney(text, reading.decimal ?? '.')
      if (!read) return draft.warn('not-a-number', at)
      if (read.cents < 0) return draft.warn('negative', at)
      if (read.rounded) draft.warn('rounded', at)
      draft.set(equipment, target, read.cents, column, text)
      return
    }
    case 'quantity': {
      const read = readCount(text)
      if (read === undefined) return draft.error('not-a-number', at)
      if (read < 0) return draft.error('negative', at)
      if (read > MAX_QUANTITY) return draft.error('out-of-range', { ...at, limit: MAX_QUANTITY })
      aside.quantity = read
      return
    }
    case 'status':
    case 'condition':
    case 'kind': {
      const value = context.words.read(target, text)
      if (value === undefined) return draft.warn('unknown-word', at)
      if (value === '') return
      if (target === 'status') aside.status = value
      else if (target === 'kind') aside.kind = value
      else draft.set(equipment, 'condition', value, column, text)
      return
    }
    case 'holder':
      aside.holder = { text, column: column.label }
      return
    case 'tags':
      return addTags(draft, reading, text)
    case 'notes': {
      const before = draft.fields.notes
      draft.set(equipment, 'notes', typeof before === 'string' ? `${before}\n${text}` : text, column, text)
      return
    }
    case 'custom':
      return addCustom(draft, reading, text)
    default:
      draft.set(equipment, target, text, column, text)
  }
}

function named(
  context: PlanContext,
  draft: RowDraft,
  collection: 'categories' | 'locations' | 'teams',
  field: string,
  { column }: ColumnInUse,
  text: string,
) {
  if (text.length > 200)
    return draft.error('too-long', { column: column.label, value: shown(text), limit: 200 })
  const id = namedId(context, draft, collection, text, column.label)
  if (id !== undefined) draft.fields[field] = id
}

function addTags(draft: RowDraft, { column }: ColumnInUse, text: string) {
  const before = Array.isArray(draft.fields.tags) ? draft.fields.tags : []
  const added = text
    .split(/[,;|]/)
    .map((tag) => tag.trim())
    .filter((tag) => tag !== '')
  draft.set(equipment, 'tags', [...new Set([...before, ...added])].sort(), column, text)
}

function addCustom(draft: RowDraft, { column }: ColumnInUse, text: string) {
  const before =
    typeof draft.fields.custom === 'object' && draft.fields.custom !== null ? draft.fields.custom : {}
  if (Object.keys(before).length >= MAX_CUSTOM) {
    return draft.error('too-many', { column: column.label, value: shown(text), limit: MAX_CUSTOM })
  }
  draft.set(equipment, 'custom', { ...before, [column.label]: text }, column, text)
}

/** What only the whole row can say: name, kind, count, custody. */
export function completeThing(context: PlanContext, draft: RowDraft, aside: Aside, creates: boolean) {
  const { fields } = draft
  if (creates) {
    nameThing(context, draft, aside)
    decideKind(draft, aside)
    decideCustody(context, draft, aside)
    return
  }
  if (aside.holder)
    draft.warn('custody-not-taken', { column: aside.holder.column, value: shown(aside.holder.text) })
  Reflect.deleteProperty(fields, 'kind')
}

function nameThing({ columns }: PlanContext, draft: RowDraft, { category }: Aside) {
  const { fields } = draft
  if (typeof fields.name === 'string') return
  const maker = [fields.manufacturer, fields.model].filter((part) => typeof part === 'string').join(' ')
  const made = (maker !== '' ? maker : (category ?? '')).slice(0, 200)
  if (made === '') return draft.error('required', { field: 'name' })
  fields.name = made
  // Where the file has no names at all, the page says so once for all rows.
  const column = columns.find(({ target }) => target === 'name')
  if (column) draft.warn('name-made', { column: column.column.label, taken: shown(made) })
}

/** One thing with a tag, or a count of many: a count above one without a serial number is many. */
function decideKind(draft: RowDraft, { quantity, kind }: Aside) {
  const { fields } = draft
  const single = fields.serial !== undefined || fields.jerseyNumber !== undefined
  const many = kind === 'bulk' || (kind === undefined && quantity !== undefined && quantity !== 1 && !single)
  fields.kind = many ? 'bulk' : 'serialized'
  if (many) {
    if (quantity !== undefined) fields.quantity = quantity
  } else if (quantity !== undefined && quantity !== 1) {
    draft.warn('quantity-of-one-thing', { field: 'quantity', value: String(quantity) })
  }
}

function decideCustody(context: PlanContext, draft: RowDraft, { status, holder, dueDay }: Aside) {
  if (draft.fields.kind === 'bulk') {
    if (holder) draft.warn('holder-of-many', { column: holder.column, value: shown(holder.text) })
    return
  }
  if (holder && (status === undefined || status === 'checked_out')) {
    const found = resolveHolder(context, holder.text)
    if (typeof found === 'string')
      return draft.warn(found, { column: holder.column, value: shown(holder.text) })
    // A day in the past cannot be agreed on at an issue that is entered today.
    const late = dueDay !== undefined && dueDay < context.today
    if (late) draft.warn('due-not-taken', { field: 'dueAt', value: dueDay })
    draft.followUp = { type: 'check_out', holder: found, ...(dueDay === undefined || late ? {} : { dueDay }) }
    return
  }
  if (holder) draft.warn('custody-not-taken', { column: holder.column, value: shown(holder.text) })
  if (status === 'checked_out') draft.warn('holder-missing', { field: 'status' })
  else if (status === 'lost') draft.followUp = { type: 'report_lost' }
  else if (status === 'in_maintenance') draft.followUp = { type: 'maintenance_out' }
  else if (status === 'retired') draft.followUp = { type: 'retire' }
}
