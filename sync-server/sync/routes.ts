import { Hono } from 'hono'
import type { Definition } from '../../shared/collections/definition.ts'
import { EtraxError } from '../../shared/errors.ts'
import { HEADER, MAX_PAGE_DOCUMENTS } from '../../shared/protocol.ts'
import { MANAGERS } from '../../shared/roles.ts'
import { jsonAnswer } from './compressed-json.ts'
import type { Sync } from './create-sync.ts'
import { eventStream } from './event-stream.ts'
import { parseHandOver, parseRows } from './parse-rows.ts'
import { requireSchema, SCHEMA_VERSIONS, type SyncEnv, senderOf, wholeNumber } from './sync-session.ts'

/** POST /:collection/push, GET /:collection/pull, GET /stream, POST /hand-over; below /sync/v1, behind sign-in. */
export function syncRoutes(sync: Sync, schemaVersions = SCHEMA_VERSIONS): Hono<SyncEnv> {
  const routes = new Hono<SyncEnv>()

  routes.get('/stream', (context) => {
    const schema = requireSchema(context.req.header(HEADER.schema), schemaVersions)
    const { epoch, seq, access } = context.req.query()
    const lastEventId = context.req.header('Last-Event-ID')
    const request = { epoch, seq: wholeNumber('seq', lastEventId || seq), access }
    return eventStream(sync.hub, context.var.session, schema, request, context.req.raw.signal)
  })

  routes.post('/hand-over', async (context) => {
    const { session } = context.var
    requireSchema(context.req.header(HEADER.schema), schemaVersions)
    if (!MANAGERS.some((role) => role === session.subject.role)) {
      throw new EtraxError('forbidden', 'Kept writes are handed over by a manager.')
    }
    const { authorId, collection, rows } = parseHandOver(await context.req.text())
    const sender = senderOf(context)
    const reviewIds = await sync.handOver(session.tenant, named(sync, collection), sender, authorId, rows)
    return jsonAnswer(JSON.stringify({ reviewIds }), context.req.header('Accept-Encoding'), serverTime())
  })

  routes.post('/:collection/push', async (context) => {
    const definition = named(sync, context.req.param('collection'))
    const { session } = context.var
    const schema = requireSchema(context.req.header(HEADER.schema), schemaVersions)
    const sender = { ...senderOf(context), schema }
    const rows = parseRows(await context.req.text())
    const epoch = context.req.header(HEADER.epoch)
    const answer = await sync.push(session.tenant, definition, sender, rows, { epoch })
    return jsonAnswer(JSON.stringify(answer), context.req.header('Accept-Encoding'), serverTime())
  })

  routes.get('/:collection/pull', async (context) => {
    const definition = named(sync, context.req.param('collection'))
    const { session } = context.var
    const schema = requireSchema(context.req.header(HEADER.schema), schemaVersions)
    const { epoch, seq, access, floor, limit } = context.req.query()
    const page = await sync.pull(session.tenant, definition, session.subject, {
      epoch,
      seq: wholeNumber('seq', seq),
      access,
      floor: wholeNumber('floor', floor),
      limit: wholeNumber('limit', limit, 1) ?? MAX_PAGE_DOCUMENTS,
      schema,
    })
    return jsonAnswer(page, context.req.header('Accept-Encoding'), serverTime())
  })

  return routes
}

function named(sync: Sync, name: string): Definition {
  const definition = sync.definition(name)
  if (!definition) throw new EtraxError('not-found', 'There is no such collection.')
  return definition
}

/** By it a device corrects its clock [C3]; milliseconds since 1970. */
function serverTime(): Record<string, string> {
  return { [HEADER.serverTime]: String(Date.now()) }
}
