import { CONDITIONS } from '../../../../shared/collections/equipment.ts'
import { isJsonObject } from '../../../../shared/json.ts'
import type { StationHolder } from './holder.ts'
import type { Before, Deed, Line, LineState } from './line.ts'
import { emptySitting, isIdle, left, type Sitting } from './sitting.ts'

/**
 * The list survives a reload and an empty battery. What it says is saved stands in the local database already; this only
 * keeps the list in front of the person, with ids and codes alone: no name is written here.
 */
const VERSION = 1
/** The list of yesterday helps nobody; what was not saved is kept however old it is. */
const OLDEST_MS = 12 * 3_600_000

export function sittingText(sitting: Sitting): string {
  return JSON.stringify({ version: VERSION, ...sitting })
}

const deeds: readonly Deed[] = ['issued', 'returned', 'moved', 'found']
const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)
const number = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined

function readHolder(value: unknown): StationHolder | undefined {
  if (!isJsonObject(value)) return undefined
  const { kind, id } = value
  return (kind === 'person' || kind === 'team' || kind === 'location') && typeof id === 'string'
    ? { kind, id }
    : undefined
}

/**
 * A line that was being saved may have been saved or not: it is interrupted until the ledger tells. What was refused
 * needs nobody any more.
 */
function readState(value: unknown): LineState | undefined {
  if (!isJsonObject(value)) return undefined
  const deed = deeds.find((one) => one === value.deed)
  if (!deed) return undefined
  if (value.kind === 'saved' || value.kind === 'undone') return { kind: value.kind, deed }
  if (value.kind !== 'saving' && value.kind !== 'unsaved') return undefined
  const problem = value.kind === 'saving' ? 'interrupted' : value.problem
  return problem === 'interrupted' ||
    problem === 'quota' ||
    problem === 'blocked' ||
    problem === 'not-allowed' ||
    problem === 'moved-on'
    ? { kind: 'unsaved', deed, problem }
    : { kind: 'unsaved', deed, problem: 'failed' }
}

function readBefore(value: unknown): Before | undefined {
  if (!isJsonObject(value)) return undefined
  return { holder: readHolder(value.holder), dueAt: text(value.dueAt), locationId: text(value.locationId) }
}

function readLine(value: unknown): Line | undefined {
  if (!isJsonObject(value)) return undefined
  const state = readState(value.state)
  const [key, visit, code, at] = [text(value.key), text(value.visit), text(value.code), number(value.at)]
  if (!state || key === undefined || visit === undefined || code === undefined || at === undefined)
    return undefined
  return {
    key,
    visit,
    at,
    code,
    state,
    equipmentId: text(value.equipmentId),
    to: readHolder(value.to),
    before: readBefore(value.before),
    dueAt: text(value.dueAt),
    quantity: number(value.quantity) ?? 1,
    bulk: value.bulk === true,
    damage: CONDITIONS.find((condition) => condition === value.damage),
    savingSince: number(value.savingSince),
  }
}

/** The sitting as it was kept; whatever of it is damaged is left out, and whoever was chosen too long ago. */
export function readSitting(kept: string | null, now: number): Sitting {
  let value: unknown
  try {
    value = JSON.parse(kept ?? '')
  } catch {
    return emptySitting(now)
  }
  if (!isJsonObject(value) || value.version !== VERSION || !Array.isArray(value.lines))
    return emptySitting(now)
  const lines = value.lines
    .map((line) => readLine(line))
    .filter((line): line is Line => line !== undefined)
    .filter((line) => line.state.kind === 'unsaved' || now - line.at < OLDEST_MS)
  const sitting: Sitting = {
    holder: readHolder(value.holder),
    visit: text(value.visit) ?? '',
    touchedAt: number(value.touchedAt) ?? 0,
    lines,
  }
  return isIdle(sitting, now) ? left(sitting, '') : sitting
}
