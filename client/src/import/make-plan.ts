import type { Choices } from './choices.ts'
import { columnsInUse, type DateQuestion, dateQuestions } from './columns-in-use.ts'
import { indexKnown, type Known, type KnownIndex } from './known.ts'
import {
  comparePeopleWithinFile,
  earlierRow,
  matchPerson,
  nobodySeen,
  rememberPerson,
  type SeenPeople,
} from './match-person.ts'
import { compareWithinFile, matchThing, nothingSeen, type SeenThings } from './match-thing.ts'
import { NameResolver, type NewName, type UnknownName } from './names.ts'
import type { PlanContext } from './plan-context.ts'
import { completeThing, readThing } from './plan-equipment.ts'
import { completePerson, readPerson } from './plan-people.ts'
import type { RawRecord } from './records.ts'
import { type PlannedRow, RowDraft } from './row-draft.ts'
import { type ImportSeed, nameId, rowId } from './row-ids.ts'
import { shown } from './row-issue.ts'
import type { Table } from './table.ts'
import { type UnknownWord, WordReader } from './words.ts'

/** All that an import would do, and all that it has to ask. Nothing is written yet. */
export interface Plan {
  readonly rows: readonly PlannedRow[]
  readonly newNames: readonly NewName[]
  readonly unknownNames: readonly UnknownName[]
  readonly unknownWords: readonly UnknownWord[]
  readonly dateQuestions: readonly DateQuestion[]
}

export interface PlanInput {
  readonly table: Table
  readonly choices: Choices
  readonly known: Known
  readonly seed: ImportSeed
  /** `YYYY-MM-DD` in the school's time zone. */
  readonly today: string
}

export function makePlan({ table, choices, known, seed, today }: PlanInput): Plan {
  const index = indexKnown(known)
  const columns = columnsInUse(table, choices, {
    tagCode: index.tags,
    serial: index.serials,
    badgeCode: index.badges,
  })
  let named = 0
  const names = new NameResolver(known, choices, () => {
    named += 1
    return nameId(seed, named - 1)
  })
  const words = new WordReader(choices)
  const context: PlanContext = { choices, columns, index, names, words, today }
  const width = Math.max(0, ...table.columns.map((column) => column.index + 1))
  const rows =
    choices.kind === 'equipment'
      ? planThings(context, table, width, seed)
      : planPeople(context, table, width, seed)
  return {
    rows,
    newNames: usedNames(names.newNames(), rows),
    unknownNames: names.unknownNames(),
    unknownWords: words.unknownWords(),
    dateQuestions: dateQuestions(columns),
  }
}

/** Names that only refused or skipped rows need are not created. */
function usedNames(names: readonly NewName[], rows: readonly PlannedRow[]): readonly NewName[] {
  const used = new Set<unknown>()
  for (const { action, fields } of rows) {
    if (action !== 'create' && action !== 'update') continue
    for (const value of [fields.categoryId, fields.homeLocationId, fields.teamId]) used.add(value)
    if (Array.isArray(fields.teamIds)) for (const id of fields.teamIds) used.add(id)
  }
  const byId = new Map(names.map((name) => [name.id, name]))
  for (const name of names.toReversed()) {
    if (used.has(name.id) && name.parentId !== undefined && byId.has(name.parentId)) used.add(name.parentId)
  }
  return names.filter((name) => used.has(name.id))
}

function startRow(record: RawRecord, row: number, width: number): RowDraft {
  const draft = new RowDraft(row, record.line)
  if (record.quotes === 'open') draft.error('quotes-open')
  if (record.quotes === 'broken') draft.error('quotes-broken')
  const extra = record.cells.slice(width).find((cell) => cell.trim() !== '')
  if (extra !== undefined) draft.error('too-many-cells', { value: shown(extra.trim()) })
  return draft
}

function planThings(context: PlanContext, table: Table, width: number, seed: ImportSeed): PlannedRow[] {
  const seen: SeenThings = nothingSeen()
  return table.rows.map((record, row) => {
    const draft = startRow(record, row, width)
    // Cells that were cut wrongly say nothing: not even names to ask about.
    if (draft.refused) return draft.planned('refuse')
    const aside = readThing(context, draft, record.cells)
    const verdict = matchThing(context.index, seen, draft, context.choices.whenKnown)
    completeThing(context, draft, aside, verdict.action === 'create')
    if (verdict.action === 'skip') return draft.planned(draft.refused ? 'refuse' : 'skip')
    if (verdict.action === 'refuse') return draft.planned('refuse')
    compareWithinFile(seen, draft, draft.fields)
    if (draft.refused) return draft.planned('refuse')
    if (verdict.action === 'update') {
      const id = 'id' in verdict ? verdict.id : undefined
      noteQuantity(context.index, draft, id, aside.quantity)
      return draft.planned('update', id)
    }
    return draft.planned('create', rowId(seed, row))
  })
}

/** A count is the ledger's: an import does not overwrite it. */
function noteQuantity(
  index: KnownIndex,
  draft: RowDraft,
  id: string | undefined,
  quantity: number | undefined,
) {
  const thing = id === undefined ? undefined : index.things.get(id)
  if (thing?.kind === 'bulk' && quantity !== undefined && quantity !== (thing.quantity ?? 0))
    draft.warn('quantity-not-changed', {
      field: 'quantity',
      value: String(quantity),
      taken: String(thing.quantity ?? 0),
    })
}

function planPeople(context: PlanContext, table: Table, width: number, seed: ImportSeed): PlannedRow[] {
  const seen: SeenPeople = nobodySeen()
  const planned: PlannedRow[] = []
  for (const [row, record] of table.rows.entries()) {
    const draft = startRow(record, row, width)
    if (draft.refused) {
      planned.push(draft.planned('refuse'))
      continue
    }
    readPerson(context, draft, record.cells)
    const earlier = draft.refused ? undefined : earlierRow(seen, draft)
    if (earlier) {
      draft.warn('same-person-in-file', {
        field: 'name',
        value: shown(String(draft.fields.name)),
        line: earlier.line,
      })
      joinInto(earlier, draft)
      planned.push(draft.planned('skip'))
      continue
    }
    planned.push(planPerson(context, seen, draft, rowId(seed, row)))
  }
  return planned
}

function planPerson(context: PlanContext, seen: SeenPeople, draft: RowDraft, newId: string): PlannedRow {
  const verdict = matchPerson(context.index, seen, draft, context.choices.whenKnown)
  if (verdict.action === 'create') completePerson(draft)
  comparePeopleWithinFile(seen, draft)
  if (draft.refused) return draft.planned('refuse')
  const id = verdict.action === 'create' ? newId : 'id' in verdict ? verdict.id : undefined
  const row = draft.planned(verdict.action, id)
  rememberPerson(seen, draft, row)
  if (verdict.action === 'update' && id !== undefined) seen.updated.set(id, row)
  return row
}

/** What a later row knows of the same person is added to the first; what both say stays as the first says it. */
function joinInto(earlier: PlannedRow, draft: RowDraft) {
  const fields: Record<string, unknown> = earlier.fields
  const teams = [...listOf(fields.teamIds), ...listOf(draft.fields.teamIds)]
  if (teams.length > 0) fields.teamIds = [...new Set(teams)]
  if (draft.fields.sizes !== undefined)
    fields.sizes = { ...mapOf(draft.fields.sizes), ...mapOf(fields.sizes) }
  for (const [name, value] of Object.entries(draft.fields)) fields[name] ??= value
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function mapOf(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {}
}
