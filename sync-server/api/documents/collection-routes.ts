import type { AnyDocument, Definition } from '../../../shared/collections/definition.ts'
import { EtraxError } from '../../../shared/errors.ts'
import { isUuid, uuidv7 } from '../../../shared/ids.ts'
import { isJsonObject, type JsonObject } from '../../../shared/json.ts'
import { documentSchema } from '../../../shared/json-schema.ts'
import { PEOPLE_ROLES, type Role } from '../../../shared/roles.ts'
import type { Database } from '../../db/database.ts'
import { jsonAnswer } from '../../sync/compressed-json.ts'
import type { Sync } from '../../sync/create-sync.ts'
import type { AppContext } from '../app-env.ts'
import { readJson } from '../request-body.ts'
import { type Route, route } from '../route.ts'
import { reserveDocument } from './idempotency.ts'
import { comparableFields, parseListQuery } from './list-query.ts'
import { type Found, findDocument, listDocuments } from './read-documents.ts'
import type { RestStamps } from './rest-stamps.ts'
import {
  isWritable,
  pushOne,
  requireCreate,
  requireRemoval,
  requireUpdate,
  requireUpdateAtAll,
  stampedDocument,
  withTraces,
  writableFields,
} from './write-documents.ts'

export interface DocumentRouteOptions {
  readonly database: Database
  readonly sync: Sync
  readonly stamps: RestStamps
}

/** The routes of one collection, all from its definition; writing ones only where somebody may write. */
export function collectionRoutes(options: DocumentRouteOptions, definition: Definition): readonly Route[] {
  const { access, name } = definition
  const path = `/${name}`
  const schema = documentSchema(definition)
  const readers = PEOPLE_ROLES.filter((role) => access.read[role] !== undefined)
  const updaters = rolesIn(Object.values(access.update))
  const removers = rolesIn([access.remove, access.askRemoval])
  const handle = handlers(options, definition)
  const common = { group: name }
  const one = { status: 200, description: 'The document, with its ETag', schema }
  const missing = { status: 404, description: 'not-found, also for one that the caller may not see' }
  const changed = { status: 412, description: 'precondition-failed: it was changed since' }
  const invalid = { status: 422, description: 'invalid-value, with errors by field' }
  const routes: Route[] = [
    route(
      {
        ...common,
        method: 'GET',
        path,
        summary: `Pages of ${name}`,
        callers: readers,
        query: listParameters(definition),
        answers: [{ status: 200, description: '{ documents, cursor? }; no cursor: the last page' }],
      },
      handle.list,
    ),
    route(
      {
        ...common,
        method: 'GET',
        path: `${path}/:id`,
        summary: `One of ${name}`,
        callers: readers,
        answers: [one, missing],
      },
      handle.read,
    ),
  ]
  if (!isWritable(definition)) return routes
  if (access.create.length > 0)
    routes.push({
      ...common,
      method: 'POST',
      path,
      summary: `Make one of ${name}; Idempotency-Key makes a repetition harmless`,
      callers: access.create,
      body: schema,
      answers: [{ ...one, status: 201 }, { status: 409, description: 'already-exists' }, invalid],
      handle: handle.create,
    })
  if (updaters.length > 0)
    routes.push(
      {
        ...common,
        method: 'PUT',
        path: `${path}/:id`,
        summary: `Replace one of ${name}; If-Match refuses where it was changed since`,
        callers: updaters,
        body: schema,
        answers: [one, missing, changed, invalid],
        handle: handle.replace,
      },
      {
        ...common,
        method: 'PATCH',
        path: `${path}/:id`,
        summary: `Change fields of one of ${name}; null takes a field away`,
        callers: updaters,
        body: { ...schema, required: [] },
        answers: [one, missing, changed, invalid],
        handle: handle.change,
      },
    )
  if (removers.length > 0)
    routes.push({
      ...common,
      method: 'DELETE',
      path: `${path}/:id`,
      summary: `Delete one of ${name}, or ask for it`,
      callers: removers,
      answers: [
        { status: 204, description: 'Deleted' },
        { status: 202, description: 'Asked for: a review decides', schema },
        missing,
        changed,
      ],
      handle: handle.remove,
    })
  return routes
}

function rolesIn(lists: readonly (readonly Role[])[]): readonly Role[] {
  return PEOPLE_ROLES.filter((role) => lists.some((roles) => roles.includes(role)))
}

function listParameters(definition: Definition): Record<string, string> {
  const fields = comparableFields(definition, 'SUPER_ADMIN')
  return {
    limit: 'How many, 1 to 500; 50 without it',
    cursor: 'What the page before answered',
    sort: `A field, with - in front for the other way round: ${fields.join(', ')}`,
    q: 'Found inside names, codes and serials',
    ...Object.fromEntries(fields.map((field) => [field, 'Only those with this value'])),
  }
}

function handlers({ database, sync, stamps }: DocumentRouteOptions, definition: Definition) {
  const reading = { database, seeing: sync.context.seeing }

  async function find(context: AppContext): Promise<Found> {
    const id = context.req.param('id')
    const { tenant, subject } = context.var.session
    const found = isUuid(id) ? await findDocument(reading, tenant, definition, subject, id) : undefined
    if (!found) throw new EtraxError('not-found', 'There is no such document.')
    return found
  }

  /** What is stored now, or what was sent where the sender does not see it. */
  async function answer(context: AppContext, document: AnyDocument, status: 200 | 201 | 202) {
    const { tenant, subject } = context.var.session
    const found = await findDocument(reading, tenant, definition, subject, document.id)
    if (found) context.header('ETag', etagOf(found))
    return context.json(found?.document ?? document, status)
  }

  async function write(
    context: AppContext,
    found: Found,
    fields: Readonly<Record<string, unknown>>,
    seq: number | undefined,
  ) {
    const { session } = context.var
    const stamp = stamps.next(found.document.stamp)
    const document = stampedDocument(definition, found.document, fields, found.document.id, stamp)
    requireUpdate(definition, session, found.document, document)
    await pushOne(sync, session, definition, found.document, document, seq)
    return await answer(context, document, 200)
  }

  return {
    async list(context: AppContext) {
      const { tenant, subject, role } = context.var.session
      const query = parseListQuery(definition, role, context.req.query())
      const page = await listDocuments(reading, tenant, definition, subject, query)
      return await jsonAnswer(page, context.req.header('Accept-Encoding'))
    },

    async read(context: AppContext) {
      const found = await find(context)
      const headers = { ETag: etagOf(found) }
      if (context.req.header('If-None-Match') === headers.ETag) return context.body(null, 304, headers)
      return context.json(found.document, 200, headers)
    },

    async create(context: AppContext) {
      const { session } = context.var
      const body = await readObject(context)
      if (body.id !== undefined && !isUuid(body.id)) throw invalidId()
      const request = `POST ${context.req.path} ${JSON.stringify(body)}`
      const key = context.req.header('Idempotency-Key')
      const fresh = { documentId: isUuid(body.id) ? body.id : uuidv7(), stamp: stamps.next() }
      const { documentId, stamp } = await reserveDocument(database, session, key, request, fresh)
      const fields = withTraces(definition, writableFields(definition, body), session.userId, stamp)
      const document = stampedDocument(definition, undefined, fields, documentId, stamp)
      requireCreate(definition, session, document)
      const known = await findDocument(reading, session.tenant, definition, session.subject, documentId)
      // The same key again: what it made the first time is there, and is answered as it stands now.
      if (known && stamp === fresh.stamp)
        throw new EtraxError('already-exists', 'There is a document with this id already.')
      if (!known) await pushOne(sync, session, definition, undefined, document)
      return await answer(context, document, 201)
    },

    async replace(context: AppContext) {
      requireUpdateAtAll(definition, context.var.session)
      const found = await find(context)
      const seq = requireMatch(context, found)
      const body = await readObject(context)
      if (body.id !== undefined && body.id !== found.document.id) throw invalidId()
      return await write(context, found, writableFields(definition, body), seq)
    },

    async change(context: AppContext) {
      requireUpdateAtAll(definition, context.var.session)
      const found = await find(context)
      const seq = requireMatch(context, found)
      const body = await readObject(context)
      if (body.id !== undefined && body.id !== found.document.id) throw invalidId()
      return await write(context, found, writableFields(definition, { ...found.document, ...body }), seq)
    },

    async remove(context: AppContext) {
      const { session } = context.var
      requireRemoval(definition, session)
      const found = await find(context)
      const seq = requireMatch(context, found)
      const stamp = stamps.next(found.document.stamp)
      const deletion = { ...found.document, stamp, _deleted: true }
      await pushOne(sync, session, definition, found.document, deletion, seq)
      const { tenant, subject } = session
      const left = await findDocument(reading, tenant, definition, subject, found.document.id)
      return left ? context.json(left.document, 202, { ETag: etagOf(left) }) : context.body(null, 204)
    },
  }
}

function etagOf({ seq }: Found): string {
  return `"${seq}"`
}

/** The number that the document must still have when it is written; undefined where the caller did not ask for that. */
function requireMatch(context: AppContext, found: Found): number | undefined {
  const wanted = context.req.header('If-Match')
  if (wanted === undefined || wanted === '*') return undefined
  if (!wanted.split(',').some((tag) => tag.trim() === etagOf(found)))
    throw new EtraxError('precondition-failed', 'The document was changed since you read it.')
  return found.seq
}

async function readObject(context: AppContext): Promise<JsonObject> {
  const body = await readJson(context)
  if (!isJsonObject(body)) throw new EtraxError('malformed-request', 'The body must be an object.')
  return body
}

function invalidId(): EtraxError {
  return new EtraxError('invalid-value', 'The id of the body cannot be used here.', {
    details: { errors: [{ field: 'id', code: 'malformed' }] },
  })
}
