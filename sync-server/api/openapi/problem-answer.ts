import { PROBLEM_CODES } from '../../../shared/errors.ts'

const PROBLEM = { $ref: '#/components/schemas/Problem' }

/** An answer that refuses. `more` is the schema of what it carries beside the members of every problem. */
export function problemAnswer(description: string, more?: object): object {
  const schema = more ? { allOf: [PROBLEM, more] } : PROBLEM
  return { description, content: { 'application/problem+json': { schema } } }
}

export const problemSchema = {
  type: 'object',
  required: ['type', 'title', 'status', 'code', 'detail', 'traceId'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', enum: Object.keys(PROBLEM_CODES) },
    detail: { type: 'string' },
    traceId: { type: 'string' },
    errors: {
      type: 'array',
      items: { type: 'object', properties: { field: { type: 'string' }, code: { type: 'string' } } },
    },
  },
}
