import { mayCreate, mayUpdate, removalRight } from '../../../shared/access.ts'
import { parseStamp } from '../../../shared/clock.ts'
import type { AnyDocument, Definition } from '../../../shared/collections/definition.ts'
import { EtraxError, type ProblemCode, type RejectionCode } from '../../../shared/errors.ts'
import { changedFields } from '../../../shared/merge.ts'
import type { Rejection } from '../../../shared/protocol.ts'
import { normalizeDocument, validateDocument } from '../../../shared/validate.ts'
import type { RequestSession } from '../../identity/request-session.ts'
import type { Sync } from '../../sync/create-sync.ts'
import { deviceOf } from './rest-stamps.ts'

const PROBLEM_OF: Readonly<Record<RejectionCode, ProblemCode>> = {
  invalid: 'invalid-value',
  forbidden: 'forbidden',
  'not-found': 'not-found',
  'too-large': 'too-large',
  gone: 'gone',
}

/**
 * Pushes one document on behalf of whoever asks, as a device does: the same merge, policies and audit.
 * @param seq the number that the document has as long as nobody changed it; absent: whatever was changed is merged
 * @throws EtraxError where the row was rejected; the review that holds it is named in `reviewId`. `precondition-failed`
 */
export async function pushOne(
  sync: Sync,
  session: RequestSession,
  definition: Definition,
  base: AnyDocument | undefined,
  document: AnyDocument & { readonly _deleted?: boolean },
  seq?: number,
): Promise<void> {
  const sender = { subject: session.subject, deviceId: deviceOf(document.stamp), undocumented: true }
  const row = { newDocumentState: document, ...(base ? { assumedMasterState: base } : {}) }
  const { rejected } = await sync.push(session.tenant, definition, sender, [row], {
    seqs: seq === undefined ? undefined : new Map([[document.id, seq]]),
  })
  const [rejection] = rejected
  if (rejection) throw rejectionProblem(rejection)
}

function rejectionProblem({ code, message, reviewId }: Rejection): EtraxError {
  return new EtraxError(PROBLEM_OF[code], message, { details: reviewId === undefined ? {} : { reviewId } })
}

/** Whether a role writes to a collection at all through documents; what is only appended to has routes of its own. */
export function isWritable({ access, groups }: Definition): boolean {
  const edited = Object.entries(access.update).filter(([group]) => groups[group]?.policy !== 'append-only')
  return access.create.length > 0 || access.remove.length > 0 || edited.some(([, roles]) => roles.length > 0)
}

/** Fields that a body may carry and that are not taken from it: the server's, stamps, the deletion mark. */
function isServers(definition: Definition, name: string): boolean {
  const stamps = Object.values(definition.groups).map(({ stampField }) => stampField)
  return (
    name === 'stamp' ||
    name === '_deleted' ||
    stamps.includes(name) ||
    definition.fields[name]?.server === true
  )
}

/** A body's fields as they may be written: what is null or the server's is left out. */
export function writableFields(
  definition: Definition,
  body: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(body).filter(([name, value]) => !isServers(definition, name) && value !== null),
  )
}

/** Who wrote, where and when, in collections that keep it: of the token and the stamp, whatever the body says. */
export function withTraces(
  definition: Definition,
  fields: Readonly<Record<string, unknown>>,
  userId: string,
  stamp: string,
): Readonly<Record<string, unknown>> {
  const ms = parseStamp(stamp)?.ms ?? 0
  return {
    ...('occurredAt' in definition.fields ? { occurredAt: new Date(ms).toISOString() } : {}),
    ...fields,
    ...('actorId' in definition.fields ? { actorId: userId } : {}),
    ...('deviceId' in definition.fields ? { deviceId: deviceOf(stamp) } : {}),
  }
}

/** The document as it is to be stored, stamped, groups included. @throws EtraxError `invalid-value` by field */
export function stampedDocument(
  definition: Definition,
  base: AnyDocument | undefined,
  fields: Readonly<Record<string, unknown>>,
  id: string,
  stamp: string,
): AnyDocument {
  const kept = Object.entries(base ?? {}).filter(([name]) => isServers(definition, name))
  const document: AnyDocument = { ...Object.fromEntries(kept), ...fields, id, stamp }
  const errors = validateDocument(definition, document)
  if (errors.length > 0)
    throw new EtraxError('invalid-value', 'The document is not as it must be.', { details: { errors } })
  const normal = normalizeDocument(definition, document)
  const stamps = Object.entries(definition.groups).flatMap(([group, { stampField }]) =>
    stampField !== undefined && changesGroup(definition, group, base, normal) ? [[stampField, stamp]] : [],
  )
  return { ...normal, ...Object.fromEntries(stamps) }
}

function changesGroup(
  definition: Definition,
  group: string,
  base: AnyDocument | undefined,
  document: AnyDocument,
) {
  const stampField = definition.groups[group]?.stampField
  return changedFields(definition, group, base, document).some((field) => field !== stampField)
}

/** @throws EtraxError `forbidden` before anything is pushed, so that no review is made of what never could be */
export function requireCreate(definition: Definition, session: RequestSession, document?: AnyDocument): void {
  if (!mayCreate(definition, session.role, document)) throw forbidden()
}

export function requireUpdateAtAll({ access }: Definition, { role }: RequestSession): void {
  if (!Object.values(access.update).some((roles) => roles.includes(role))) throw forbidden()
}

export function requireUpdate(
  definition: Definition,
  session: RequestSession,
  base: AnyDocument,
  document: AnyDocument,
): void {
  for (const [group, { policy }] of Object.entries(definition.groups)) {
    if (policy === 'server' || mayUpdate(definition, session.role, group)) continue
    if (changesGroup(definition, group, base, document)) throw forbidden()
  }
}

export function requireRemoval(definition: Definition, session: RequestSession): 'apply' | 'ask' {
  const right = removalRight(definition, session.role)
  if (right === 'none') throw forbidden()
  return right
}

function forbidden(): EtraxError {
  return new EtraxError('forbidden', 'Your role does not allow this.')
}
