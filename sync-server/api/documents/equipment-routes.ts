import { type AnyDocument, typed } from '../../../shared/collections/definition.ts'
import type { equipment as equipmentDefinition } from '../../../shared/collections/equipment.ts'
import type { transactions as transactionsDefinition } from '../../../shared/collections/transactions.ts'
import { EtraxError } from '../../../shared/errors.ts'
import { isUuid, uuidv7 } from '../../../shared/ids.ts'
import { isJsonObject } from '../../../shared/json.ts'
import { documentSchema } from '../../../shared/json-schema.ts'
import { PEOPLE_ROLES } from '../../../shared/roles.ts'
import { jsonAnswer } from '../../sync/compressed-json.ts'
import type { AppContext } from '../app-env.ts'
import { readJson } from '../request-body.ts'
import type { Route } from '../route.ts'
import type { DocumentRouteOptions } from './collection-routes.ts'
import { reserveDocument } from './idempotency.ts'
import { parseListQuery } from './list-query.ts'
import { findDocument, listDocuments } from './read-documents.ts'
import { pushOne, requireCreate, stampedDocument, withTraces, writableFields } from './write-documents.ts'

export interface EquipmentRouteOptions extends DocumentRouteOptions {
  readonly equipment: typeof equipmentDefinition
  readonly transactions: typeof transactionsDefinition
}

/** What a thing answers beside its document: its ledger, and a status without a ledger entry of one's own. */
export function equipmentRoutes(options: EquipmentRouteOptions): readonly Route[] {
  const { database, sync, stamps, equipment, transactions } = options
  const reading = { database, seeing: sync.context.seeing }
  const group = equipment.name
  const thing = documentSchema(equipment)
  const entry = documentSchema(transactions)
  const readers = PEOPLE_ROLES.filter((role) => equipment.access.read[role] !== undefined)
  const missing = { status: 404, description: 'not-found, also for one that the caller may not see' }

  async function findThing(context: AppContext) {
    const id = context.req.param('id')
    const { tenant, subject } = context.var.session
    const found = isUuid(id) ? await findDocument(reading, tenant, equipment, subject, id) : undefined
    if (!found) throw new EtraxError('not-found', 'There is no such document.')
    return typed(equipment, found.document)
  }

  async function readBack(context: AppContext, id: string): Promise<AnyDocument | undefined> {
    const { tenant, subject } = context.var.session
    return (await findDocument(reading, tenant, equipment, subject, id))?.document
  }

  async function history(context: AppContext) {
    const { id } = await findThing(context)
    const { tenant, subject, role } = context.var.session
    const { limit, cursor } = context.req.query()
    const query = parseListQuery(transactions, role, {
      equipmentId: id,
      sort: '-occurredAt',
      ...(limit === undefined ? {} : { limit }),
      ...(cursor === undefined ? {} : { cursor }),
    })
    const page = await listDocuments(reading, tenant, transactions, subject, query)
    return await jsonAnswer(page, context.req.header('Accept-Encoding'))
  }

  async function enter(context: AppContext) {
    const { session } = context.var
    const known = await findThing(context)
    const body = await readObject(context)
    const key = context.req.header('Idempotency-Key')
    const fresh = { documentId: uuidv7(), stamp: stamps.next(known.statusStamp) }
    const request = `POST ${context.req.path} ${JSON.stringify(body)}`
    const { documentId, stamp } = await reserveDocument(database, session, key, request, fresh)
    const fields = {
      // What the sender does not say, it takes from the thing as it stands.
      ...(known.holderId === undefined ? {} : { fromHolderId: known.holderId }),
      ...(known.custodyId === undefined ? {} : { previousId: known.custodyId }),
      ...writableFields(transactions, body),
      equipmentId: known.id,
    }
    const traced = withTraces(transactions, fields, session.userId, stamp)
    const transaction = stampedDocument(transactions, undefined, traced, documentId, stamp)
    requireCreate(transactions, session, transaction)
    const { tenant, subject } = session
    const before = await findDocument(reading, tenant, transactions, subject, documentId)
    if (!before) await pushOne(sync, session, transactions, undefined, transaction)
    const stored = await findDocument(reading, tenant, transactions, subject, documentId)
    const after = await readBack(context, known.id)
    return context.json(
      { transaction: stored?.document ?? transaction, ...(after === undefined ? {} : { equipment: after }) },
      201,
    )
  }

  async function setStatus(context: AppContext) {
    const { session } = context.var
    const known = await findThing(context)
    const body = await readObject(context)
    const { holderId: _holder, locationId: _location, dueAt: _due, ...rest } = known
    const allowed = new Set(['status', 'holderId', 'locationId', 'dueAt'])
    const unknown = Object.keys(body).filter((name) => !allowed.has(name))
    if (unknown.length > 0) {
      const errors = unknown.map((field) => ({ field: field.slice(0, 100), code: 'unknown-field' }))
      throw new EtraxError('invalid-value', 'Only the status group is set here.', { details: { errors } })
    }
    const fields = { ...writableFields(equipment, rest), ...writableFields(equipment, body) }
    if (body.status === undefined)
      throw new EtraxError('invalid-value', 'A status is needed.', {
        details: { errors: [{ field: 'status', code: 'required' }] },
      })
    const stamp = stamps.next(known.stamp > (known.statusStamp ?? '') ? known.stamp : known.statusStamp)
    const document = stampedDocument(equipment, known, fields, known.id, stamp)
    await pushOne(sync, session, equipment, known, document)
    return context.json(await readBack(context, known.id))
  }

  return [
    {
      method: 'GET',
      path: '/equipment/:id/history',
      group,
      summary: 'The ledger of a thing, the latest first',
      callers: readers,
      query: { limit: 'How many, 1 to 500; 50 without it', cursor: 'What the page before answered' },
      answers: [{ status: 200, description: '{ documents, cursor? }' }, missing],
      handle: history,
    },
    {
      method: 'POST',
      path: '/equipment/:id/transactions',
      group,
      summary: 'Enter a transaction; it moves the thing in the same commit',
      callers: transactions.access.create,
      body: { ...entry, required: ['type'] },
      answers: [
        {
          status: 201,
          description: 'The transaction, and the thing where the caller still sees it',
          schema: { type: 'object', properties: { transaction: entry, equipment: thing } },
        },
        missing,
        { status: 422, description: 'invalid-value, with errors by field' },
      ],
      handle: enter,
    },
    {
      method: 'PUT',
      path: '/equipment/:id/status',
      group,
      summary: 'Set the status group; the server enters what led to it as status_set',
      callers: equipment.access.update.status ?? [],
      body: {
        type: 'object',
        properties: Object.fromEntries(
          ['status', 'holderId', 'locationId', 'dueAt'].map((name) => [name, thing.properties?.[name]]),
        ),
        required: ['status'],
        additionalProperties: false,
      },
      answers: [
        { status: 200, description: 'The thing as it stands', schema: thing },
        { status: 403, description: 'forbidden: no transaction of this role leads there' },
        missing,
      ],
      handle: setStatus,
    },
  ]
}

async function readObject(context: AppContext) {
  const body = await readJson(context)
  if (!isJsonObject(body)) throw new EtraxError('malformed-request', 'The body must be an object.')
  return body
}
