import { RESYNC_REASONS } from '../../../shared/protocol.ts'
import { problemAnswer } from './problem-answer.ts'

const header = (name: string, description: string, schema: object) => ({
  headers: { [name]: { description, schema } },
})
const retryAfter = header('Retry-After', 'Seconds', { type: 'integer', minimum: 1 })

/** Refusals of a whole request that every route of the devices knows [P8]. */
export const refusals = {
  400: problemAnswer('malformed-request: nothing of it was looked at'),
  401: {
    ...problemAnswer(
      'unauthenticated, token-expired, session-ended, account-disabled: what is unsent stays on the device',
    ),
    ...header('WWW-Authenticate', 'Bearer', { type: 'string' }),
  },
  403: problemAnswer('origin-refused: another site’s page asks'),
  404: problemAnswer('not-found: no such collection, or another school than that of the session'),
  426: problemAnswer('schema-too-old: the device updates and sends the same then', {
    required: ['oldest'],
    properties: { oldest: { type: 'integer', description: 'The oldest version that is served' } },
  }),
  429: { ...problemAnswer('too-many-requests'), ...retryAfter },
  503: {
    ...problemAnswer('database-unavailable, server-outdated: the same is sent again later'),
    ...retryAfter,
  },
  default: problemAnswer('Any other refusal'),
} as const

export const tooLarge = problemAnswer('too-large: more rows or bytes than one request holds')

export const resyncRequired = problemAnswer('resync-required: the device pulls from the beginning', {
  required: ['reason'],
  properties: {
    reason: { type: 'string', enum: RESYNC_REASONS },
    restoredTo: {
      type: 'integer',
      minimum: 0,
      description:
        'Of another epoch: the seq up to which its history is this one; sent again is what came after',
    },
  },
})
