import { mayCreate, mayUpdate, removalRight } from '../../../shared/access.ts'
import type { AnyDocument, Definition } from '../../../shared/collections/definition.ts'
import { uuidv7 } from '../../../shared/ids.ts'
import { changedFields } from '../../../shared/merge.ts'
import { type CollectionName, type DocumentOfName, registry } from '../../../shared/registry.ts'
import type { Role } from '../../../shared/roles.ts'
import { type Issue, normalizeDocument, validateDocument } from '../../../shared/validate.ts'
import { actor } from './actor.ts'
import { ChangedMeanwhileError, ontoCurrent } from './changed-meanwhile.ts'
import { openedDatabase } from './current.ts'
import { NotAllowedError } from './not-allowed.ts'
import { saveLocal } from './save-local.ts'
import { typedDocument } from './typed-document.ts'

/** What was typed cannot be stored; `issues` name the fields. Nothing was written. */
export class InvalidDocumentError extends Error {
  override name = 'InvalidDocumentError'
  readonly issues: readonly Issue[]

  constructor(issues: readonly Issue[]) {
    super(`The document is not valid: ${issues.map((issue) => `${issue.field} ${issue.code}`).join(', ')}.`)
    this.issues = issues
  }
}

type Written<Name extends CollectionName> = DocumentOfName<Name> & AnyDocument
type Fields<Name extends CollectionName> = {
  readonly [F in keyof DocumentOfName<Name>]?: DocumentOfName<Name>[F] | undefined
}

/** Creates a document from what a form holds. */
export async function createRecord<Name extends CollectionName>(
  name: Name,
  fields: Fields<Name>,
): Promise<Written<Name>> {
  const id = uuidv7((await openedDatabase()).stamps.now())
  return write(name, id, 'create', (_current, stamp) => {
    const start = name === 'equipment' ? { status: 'available' } : {}
    return withGroupStamps(registry[name], undefined, { ...start, ...fields, id, stamp })
  })
}

/**
 * Changes the named fields of the document as it is stored at that moment; `undefined` removes a field. `shown`: what stood
 * there when the person began to change it. Of notes, tags and custom fields what came since stays beside their words.
 * @throws ChangedMeanwhileError where something else stands in a field by now than was shown
 */
export async function updateRecord<Name extends CollectionName>(
  name: Name,
  id: string,
  changes: Fields<Name>,
  shown?: Readonly<Record<string, unknown>>,
): Promise<Written<Name>> {
  return write(name, id, 'update', (current, stamp) => {
    return withGroupStamps(registry[name], current, {
      ...ontoStored(name, current, shown, changes),
      id,
      stamp,
    })
  })
}

/** The same for fields that are known by their names alone. */
export async function updateFields(
  name: CollectionName,
  id: string,
  changes: Readonly<Record<string, unknown>>,
  shown?: Readonly<Record<string, unknown>>,
): Promise<void> {
  await write(name, id, 'update', (current, stamp) => {
    return withGroupStamps(registry[name], current, {
      ...ontoStored(name, current, shown, changes),
      id,
      stamp,
    })
  })
}

function ontoStored(
  name: CollectionName,
  current: AnyDocument | undefined,
  shown: Readonly<Record<string, unknown>> | undefined,
  changes: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  if (!current) throw new RecordGoneError()
  const { fields, both } = ontoCurrent(registry[name], current, shown ?? {}, changes)
  if (both.length > 0) throw new ChangedMeanwhileError(name, both)
  return { ...current, ...fields }
}

/** Deletes the document, or asks for its deletion where the role may only ask. */
export async function removeRecord(name: CollectionName, id: string): Promise<void> {
  if (removalRight(registry[name], actor().role) === 'none') throw new NotAllowedError('remove')
  await saveLocal(await openedDatabase(), [[{ collection: name, id, apply: () => 'delete' }]])
}

/** The document was deleted or left this device's sight while it was being edited. Nothing was written. */
export class RecordGoneError extends Error {
  override name = 'RecordGoneError'
}

async function write<Name extends CollectionName>(
  name: Name,
  id: string,
  action: 'create' | 'update',
  make: (current: AnyDocument | undefined, stamp: string) => AnyDocument,
): Promise<Written<Name>> {
  const definition = registry[name]
  const { role } = actor()
  let written: AnyDocument | undefined
  let refused: Error | undefined
  await saveLocal(await openedDatabase(), [
    [
      {
        collection: name,
        id,
        apply(current, stamp) {
          try {
            const next = normalizeDocument(definition, make(current, stamp))
            check(definition, role, action, current, next)
            written = next
            return next
          } catch (error) {
            refused = error instanceof Error ? error : new Error(String(error))
            return undefined
          }
        },
      },
    ],
  ])
  if (refused) throw refused
  const document = written && typedDocument(name, written)
  if (!document) throw new Error(`The written ${name} document is not one.`)
  return document
}

function check(
  definition: Definition,
  role: Role,
  action: 'create' | 'update',
  current: AnyDocument | undefined,
  next: AnyDocument,
) {
  const issues = validateDocument(definition, next)
  if (issues.length > 0) throw new InvalidDocumentError(issues)
  if (action === 'create' && !mayCreate(definition, role, next)) throw new NotAllowedError(action)
  if (action === 'create') return
  for (const group of Object.keys(definition.groups)) {
    const changed = changedFields(definition, group, current, next).filter((field) => field !== 'stamp')
    if (changed.length > 0 && !mayUpdate(definition, role, group)) throw new NotAllowedError(action)
  }
}

/** A last-write-wins group that changed gets the write's stamp, and none where it is empty. */
export function withGroupStamps(
  definition: Definition,
  current: AnyDocument | undefined,
  next: AnyDocument,
): AnyDocument {
  const stamps: Record<string, string> = {}
  for (const [name, group] of Object.entries(definition.groups)) {
    if (group.stampField === undefined) continue
    const changed = changedFields(definition, name, current, next)
    if (changed.length > 0) stamps[group.stampField] = next.stamp
  }
  return { ...next, ...stamps }
}
