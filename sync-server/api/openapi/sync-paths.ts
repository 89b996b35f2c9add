import type { Definition } from '../../../shared/collections/definition.ts'
import { HEADER, MAX_PUSH_ROWS } from '../../../shared/protocol.ts'
import type { Operation } from './operation.ts'
import { problemAnswer } from './problem-answer.ts'
import { refusals, resyncRequired, tooLarge } from './sync-answers.ts'
import { answeredDocuments as documents, refTo } from './sync-schemas.ts'

const group = ['sync']
const security = [{ session: [] }]
const text = { type: 'string' }
const number = { type: 'integer', minimum: 0 }

const inHeader = (name: string, description: string) => ({ name, in: 'header', description, schema: text })
const inQuery = (name: string, schema: object) => ({ name, in: 'query', schema })
const schemaVersion = inHeader(HEADER.schema, 'Version of the set of collections that the device speaks')
const place = [inQuery('epoch', text), inQuery('seq', number), inQuery('access', text)]

const rows = { type: 'array', maxItems: MAX_PUSH_ROWS, items: refTo('PushRow') }
const json = (schema: object) => ({ content: { 'application/json': { schema } } })

/** The devices' protocol beside the API; its rules are in SPEC.md. */
export function syncPaths(
  definitions: readonly Definition[],
): Readonly<Record<string, Readonly<Record<string, Operation>>>> {
  const name = { type: 'string', enum: definitions.map((definition) => definition.name) }
  const collection = { name: 'collection', in: 'path', required: true, schema: name }
  return {
    '/sync/v1/{collection}/push': {
      post: {
        operationId: 'push',
        summary: 'Send local writes',
        tags: group,
        security,
        parameters: [
          collection,
          { ...inHeader(HEADER.device, 'The device that sends'), required: true },
          schemaVersion,
          inHeader(HEADER.time, "Milliseconds since 1970 by the device's clock"),
          inHeader(HEADER.epoch, 'The history that the device knows: a push of another one is refused whole'),
        ],
        requestBody: { required: true, ...json(rows) },
        responses: {
          200: {
            description: 'What is stored differently, and what was rejected and why',
            ...json({
              type: 'object',
              required: ['documents', 'rejected'],
              properties: { documents, rejected: { type: 'array', items: refTo('Rejection') } },
            }),
          },
          409: resyncRequired,
          413: tooLarge,
          ...refusals,
        },
      },
    },
    '/sync/v1/{collection}/pull': {
      get: {
        operationId: 'pull',
        summary: 'A page of changes in the order of their commits',
        tags: group,
        security,
        parameters: [
          collection,
          schemaVersion,
          ...place,
          inQuery('floor', number),
          inQuery('limit', { type: 'integer', minimum: 1 }),
        ],
        responses: {
          200: {
            description: 'The page and where it ends; an empty page is the end',
            ...json({
              type: 'object',
              required: ['documents', 'checkpoint'],
              properties: { documents, checkpoint: refTo('Checkpoint') },
            }),
          },
          409: resyncRequired,
          ...refusals,
        },
      },
    },
    '/sync/v1/hand-over': {
      post: {
        operationId: 'handOver',
        summary: 'File what a disabled account’s device kept as reviews under its author’s name',
        tags: group,
        security,
        parameters: [{ ...inHeader(HEADER.device, 'The device that sends'), required: true }, schemaVersion],
        requestBody: {
          required: true,
          ...json({
            type: 'object',
            required: ['authorId', 'collection', 'rows'],
            properties: {
              authorId: { type: 'string', format: 'uuid' },
              collection: name,
              rows,
            },
          }),
        },
        responses: {
          200: {
            description: 'The reviews that hold the writes',
            ...json({
              type: 'object',
              required: ['reviewIds'],
              properties: { reviewIds: { type: 'array', items: text } },
            }),
          },
          413: tooLarge,
          ...refusals,
          403: problemAnswer('forbidden: kept writes are handed over by a manager'),
          404: problemAnswer('not-found: no such collection, or an author who is no user of the school'),
          409: problemAnswer('author-active: the account is not disabled, its owner sends what is kept'),
        },
      },
    },
    '/sync/v1/stream': {
      get: {
        operationId: 'stream',
        summary: 'Changes of all collections as server-sent events',
        tags: group,
        security,
        parameters: [schemaVersion, ...place, inHeader('Last-Event-ID', 'The last frame that came')],
        responses: {
          200: { description: 'hello, change and resync frames', content: { 'text/event-stream': {} } },
          ...refusals,
        },
      },
    },
  }
}
