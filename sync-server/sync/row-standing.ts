import { isStamp, laterStamp } from '../../shared/clock.ts'
import { type AnyDocument, type Definition, fieldEntries } from '../../shared/collections/definition.ts'
import { sameJson } from '../../shared/json.ts'
import type { PushRow } from '../../shared/protocol.ts'
import { normalizeValue } from '../../shared/validate.ts'
import { standingOf } from './device-stamps.ts'
import type { Verdict } from './push-context.ts'
import type { Sender } from './sender.ts'
import type { Stored } from './unit.ts'

/**
 * - `write`: it is judged, and stored
 * - `none`: it changes, files and rejects nothing
 * - `perhaps`: it may have been taken before
 */
export type RowStanding = 'write' | 'none' | 'perhaps'

/**
 * [P9] A row is a write only if its stamp is not blank, later than its base's, and later than the last one taken for this
 * document from its author on the device that the stamp names. A stamp that is none at all makes a row that is judged, and
 * refused.
 */
export function standingOfRow(
  definition: Definition,
  row: PushRow,
  stored: Stored | undefined,
  author: Pick<Sender, 'subject'>,
): RowStanding {
  const { newDocumentState: sent, assumedMasterState: base } = row
  if (sent.stamp === '') return 'none'
  if (!isStamp(sent.stamp)) return 'write'
  if (isStamp(base?.stamp) && !laterStamp(sent.stamp, base.stamp)) return 'none'
  const standing = standingOf(stored?.deviceStamps, sent.stamp, author)
  if (standing === 'new' || !stored) return 'write'
  if (standing === 'taken') return 'none'
  // What is only ever appended is told by its own id, whatever its stamp.
  if (isAppended(definition)) return 'write'
  if (isStoredAlready(definition, row, stored)) return 'none'
  return standing === 'echo' ? 'write' : 'perhaps'
}

/**
 * A device that was forgotten [P9] sends something that is not stored: it was taken and changed since, or never came. Nobody loses
 * by it, and nothing is done twice, where a manager decides.
 */
export const PERHAPS_TAKEN: Verdict = {
  code: 'invalid',
  filedAs: 'perhaps-taken',
  message: 'It can no longer be told whether this was taken before.',
}

function isAppended({ groups }: Definition): boolean {
  return Object.values(groups).every(({ policy }) => policy === 'append-only' || policy === 'server')
}

/** Whether all that a row changes is as it says. */
function isStoredAlready(
  definition: Definition,
  { newDocumentState: sent, assumedMasterState: base }: PushRow,
  { document, deleted }: Stored,
): boolean {
  if (deleted || sent._deleted === true) return deleted && sent._deleted === true
  const known: AnyDocument | undefined = base
  const marks = new Set(
    Object.values(definition.groups).flatMap(({ stampField, encodedField }) => [stampField, encodedField]),
  )
  return fieldEntries(definition).every(([name, field]) => {
    if (field.server || name === 'id' || name === 'stamp' || marks.has(name)) return true
    const value = normalizeValue(field, sent[name])
    return sameJson(known?.[name], sent[name]) || sameJson(document[name], value)
  })
}
