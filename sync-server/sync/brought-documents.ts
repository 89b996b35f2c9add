import { mayCreate, mayRead, mayUpdate } from '../../shared/access.ts'
import { parseStamp } from '../../shared/clock.ts'
import type { AnyDocument, Definition } from '../../shared/collections/definition.ts'
import { isUuid } from '../../shared/ids.ts'
import { changedFields } from '../../shared/merge.ts'
import { mergeFieldsOf } from '../../shared/merge-document/contents.ts'
import { encodedGroup } from '../../shared/merge-document/limits.ts'
import type { PushRow } from '../../shared/protocol.ts'
import { validateDocument } from '../../shared/validate.ts'
import type { Tenant } from '../tenancy/with-tenant.ts'
import { isTooLarge } from './decide-row.ts'
import type { DocumentVerdicts, PushContext } from './push-context.ts'
import { standingOfRow } from './row-standing.ts'
import type { Sender } from './sender.ts'
import type { Stored } from './unit.ts'

/**
 * Looks into the encoded documents that a push brings, before its commit: a bad one holds up nobody else's. What its sender may
 * not write, or what is refused whatever its document holds, is not looked into: rights are judged first, by what is stored
 * now. What a row only carries along, as its base has it, is no change of what is stored and is left out too. `met` are
 * documents that were left out so and that the commit met all the same, since what is stored is another by then, or nothing.
 * @throws EtraxError `too-large` where they cost too much together; 503 where it takes too long
 */
export async function lookInto(
  { merging, readStored }: Pick<PushContext, 'merging' | 'readStored'>,
  tenant: Tenant,
  definition: Definition,
  sender: Sender,
  rows: readonly PushRow[],
  met: readonly string[] = [],
): Promise<DocumentVerdicts> {
  const again = met.length > 0
  const changing = rows.filter(
    (row) =>
      changesContents(definition, sender, row, false) ||
      (again && changesContents(definition, sender, row, true)),
  )
  if (changing.length === 0 && !again) return new Map()
  // It is there by the time the commit has read what it needs.
  merging.warm()
  const bringing = changing.filter(
    (row) => broughtBy(definition, row).length > 0 && isSound(definition, sender, row),
  )
  if (bringing.length === 0 && !again) return new Map()
  const ids = bringing.map(({ newDocumentState: { id } }) => id)
  const stored = await readStored(tenant, definition, [...new Set(ids)])
  const allowed = bringing.filter((row) => {
    const there = stored.get(row.newDocumentState.id)
    return (
      mayStore(definition, sender, row, there) &&
      changesContents(definition, sender, row, there === undefined)
    )
  })
  const documents = new Set([...met, ...allowed.flatMap((row) => broughtBy(definition, row))])
  return await merging.check(tenant.id, sender, definition, [...documents])
}

/**
 * Whether a row changes the group that has an encoded document, and is somebody's who may write to it. Of a thing that is
 * made all is new, whatever its base says.
 */
function changesContents(
  definition: Definition,
  { subject: { role } }: Sender,
  { newDocumentState: sent, assumedMasterState: base }: PushRow,
  makes: boolean,
): boolean {
  const group = encodedGroup(definition)?.name
  if (group === undefined || sent._deleted === true) return false
  if (!definition.access.create.includes(role) && !mayUpdate(definition, role, group)) return false
  // What a thing is created with needs no document until it is changed.
  if (base === undefined && sent.merge === undefined) return false
  return changedFields(definition, group, makes ? undefined : base, sent).length > 0
}

/** The encoded documents of a row: the new one, and the one that it is a change of. What is longer than may be is no document. */
function broughtBy(
  definition: Definition,
  { newDocumentState: sent, assumedMasterState: base }: PushRow,
): readonly string[] {
  const longest = encodedGroup(definition)?.limits.merge.maxLength ?? 0
  const documents = [sent, base].flatMap(
    (version: AnyDocument | undefined) => mergeFieldsOf(version).merge ?? [],
  )
  return documents.filter((document) => document.length <= longest)
}

/** Whether a row is a write that is not refused for what it says itself. */
function isSound(definition: Definition, sender: Sender, row: PushRow): boolean {
  const { newDocumentState: sent } = row
  return (
    isUuid(sent.id) &&
    standingOfRow(definition, row, undefined, sender) === 'write' &&
    parseStamp(sent.stamp)?.deviceId === sender.deviceId &&
    !isTooLarge(definition, sent) &&
    validateDocument(definition, sent).length === 0
  )
}

/** Whether the sender may write the row's contents over what is stored now. */
function mayStore(definition: Definition, sender: Sender, row: PushRow, stored: Stored | undefined): boolean {
  const { subject } = sender
  if (!stored) return mayCreate(definition, subject.role, row.newDocumentState)
  return (
    mayRead(definition, subject, stored.document) &&
    mayUpdate(definition, subject.role, encodedGroup(definition)?.name ?? '') &&
    standingOfRow(definition, row, stored, sender) === 'write'
  )
}
