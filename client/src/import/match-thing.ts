import type { Choices } from './choices.ts'
import type { KnownIndex } from './known.ts'
import type { PlannedRow, RowDraft } from './row-draft.ts'
import { shown } from './row-issue.ts'

/** Things that rows of this file have named so far. */
export interface SeenThings {
  readonly tags: Map<string, number>
  readonly serials: Map<string, number>
  readonly updated: Map<string, number>
}

export function nothingSeen(): SeenThings {
  return { tags: new Map(), serials: new Map(), updated: new Map() }
}

/** Says where another row of the file has the same code. */
export function compareWithinFile(seen: SeenThings, draft: RowDraft, fields: RowDraft['fields']) {
  const tag = textOf(fields.tagCode)
  const serial = textOf(fields.serial)
  const tagLine = tag === '' ? undefined : seen.tags.get(tag)
  const serialLine = serial === '' ? undefined : seen.serials.get(serial)
  if (tagLine !== undefined)
    draft.error('same-code-in-file', { field: 'tagCode', value: shown(tag), line: tagLine })
  else if (serialLine !== undefined) {
    const issue = { field: 'serial', value: shown(serial), line: serialLine }
    // With tags of their own they may be two things with one typing error; without, nothing tells them apart.
    if (tag === '') draft.error('same-serial-in-file', issue)
    else draft.warn('same-serial-in-file', issue)
  }
  if (draft.refused) return
  if (tag !== '') seen.tags.set(tag, draft.line)
  if (serial !== '' && serialLine === undefined) seen.serials.set(serial, draft.line)
}

export type Verdict =
  | { readonly action: 'create' }
  | { readonly action: PlannedRow['action']; readonly id?: string }

/** What becomes of a row whose thing may be here already: found by its tag code, else by its serial number. */
export function matchThing(
  index: KnownIndex,
  seen: SeenThings,
  draft: RowDraft,
  whenKnown: Choices['whenKnown'],
): Verdict {
  const byTag = index.tags.get(textOf(draft.fields.tagCode))
  const bySerial = index.serials.get(textOf(draft.fields.serial))
  const found = byTag.length > 0 ? byTag : bySerial
  const [id, other] = found
  if (id === undefined) return { action: 'create' }
  const at =
    byTag.length > 0
      ? { field: 'tagCode', value: shown(textOf(draft.fields.tagCode)) }
      : { field: 'serial', value: shown(textOf(draft.fields.serial)) }
  if (whenKnown === 'create') {
    draft.warn('exists', at)
    return { action: 'create' }
  }
  if (whenKnown === 'skip') {
    draft.warn('exists', at)
    return { action: 'skip' }
  }
  const contradicts = byTag.length > 0 && bySerial.length > 0 && !bySerial.includes(id)
  if (other !== undefined || contradicts) {
    draft.error('exists-twice', at)
    return { action: 'refuse' }
  }
  const line = seen.updated.get(id)
  if (line !== undefined) {
    draft.error('same-serial-in-file', { ...at, line })
    return { action: 'refuse' }
  }
  seen.updated.set(id, draft.line)
  return { action: 'update', id }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
