import type { Definition } from '../../../shared/collections/definition.ts'
import { REJECTION_CODES } from '../../../shared/errors.ts'
import { UUID_PATTERN } from '../../../shared/ids.ts'
import { documentSchema } from '../../../shared/json-schema.ts'
import { receivedFields } from '../../../shared/pushed-row.ts'

const text = { type: 'string' }
const id = { type: 'string', format: 'uuid', pattern: UUID_PATTERN }

export const refTo = (name: string) => ({ $ref: `#/components/schemas/${name}` })

/** What devices send and get, from the definitions of the collections; parts of the description by their names. */
export function syncSchemas(definitions: readonly Definition[]): Readonly<Record<string, object>> {
  return {
    DeviceDocument: {
      description: 'A document of the collection that the path names, or what is left of one.',
      anyOf: [...definitions.map(deviceDocument), tombstone],
    },
    PushedDocument: {
      description: 'A document as a device sends it: where it only receives some of it, without that.',
      anyOf: [
        refTo('DeviceDocument'),
        ...definitions.filter((definition) => receivedFields(definition).length > 0).map(pushedDocument),
      ],
    },
    PushRow: {
      type: 'object',
      required: ['newDocumentState'],
      properties: {
        assumedMasterState: { ...refTo('PushedDocument'), description: 'What the device took for stored' },
        newDocumentState: refTo('PushedDocument'),
      },
    },
    Rejection: {
      type: 'object',
      required: ['id', 'code', 'message'],
      properties: {
        id: text,
        code: { type: 'string', enum: REJECTION_CODES },
        message: text,
        reviewId: { ...id, description: 'The review that holds what was sent' },
      },
      additionalProperties: false,
    },
    Checkpoint: {
      type: 'object',
      required: ['epoch', 'seq', 'access'],
      properties: {
        epoch: id,
        seq: { type: 'integer', minimum: 0 },
        access: text,
        floor: { type: 'integer', minimum: 0, description: 'Of a pull that goes on from the beginning' },
      },
      additionalProperties: false,
    },
  }
}

/** Documents as they are answered: always with their deletion mark. */
export const answeredDocuments = {
  type: 'array',
  items: { allOf: [refTo('DeviceDocument'), { required: ['_deleted'] }] },
}

function deviceDocument(definition: Definition): object {
  const schema = documentSchema(definition)
  return { ...schema, properties: { ...schema.properties, _deleted: { type: 'boolean' } } }
}

function pushedDocument(definition: Definition): object {
  const received = receivedFields(definition)
  const { properties, required = [], ...schema } = documentSchema(definition)
  const sent = Object.entries(properties ?? {}).filter(([name]) => !received.includes(name))
  return {
    ...schema,
    title: `${definition.name} as sent`,
    properties: { ...Object.fromEntries(sent), _deleted: { type: 'boolean' } },
    required: required.filter((name) => !received.includes(name)),
  }
}

const tombstone = {
  title: 'tombstone',
  description: 'What left the reader’s sight, or was never in it: required fields blanked, stamp blank.',
  type: 'object',
  required: ['id', 'stamp', '_deleted'],
  properties: { id: text, stamp: { const: '' }, _deleted: { const: true } },
}
