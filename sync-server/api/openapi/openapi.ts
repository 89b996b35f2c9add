import type { Definition } from '../../../shared/collections/definition.ts'
import { documentSchema } from '../../../shared/json-schema.ts'
import type { Answer, Route } from '../route.ts'
import type { Operation } from './operation.ts'
import { problemAnswer, problemSchema } from './problem-answer.ts'
import { syncPaths } from './sync-paths.ts'
import { syncSchemas } from './sync-schemas.ts'

export interface OpenApi {
  readonly openapi: '3.1.0'
  readonly info: { readonly title: string; readonly version: string; readonly description: string }
  readonly servers: readonly { readonly url: string }[]
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: object
}

export const BASE = '/api/v1'

/** The API's description, from the same entries that answer it and the definitions of the collections. */
export function openApi(routes: readonly Route[], definitions: readonly Definition[]): OpenApi {
  const paths: Record<string, Record<string, Operation>> = {}
  for (const route of routes) {
    const path = `${BASE}${route.path.replace(/:(\w+)/g, '{$1}')}`
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'ETrax',
      version: '1',
      description:
        'Athletic equipment of schools. Writes go through the same merge, rights and audit as those of devices.',
    },
    servers: [{ url: '/' }],
    paths: { ...paths, ...syncPaths(definitions) },
    components: {
      securitySchemes: { session: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
      schemas: {
        Problem: problemSchema,
        ...syncSchemas(definitions),
        ...Object.fromEntries(definitions.map((definition) => [definition.name, documentSchema(definition)])),
      },
    },
  }
}

function operation(route: Route): Operation {
  const { method, path, summary, group, callers, recentSignIn, waysIn, body, query = {}, answers } = route
  const inPath = [...path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }))
  const inQuery = Object.entries(query).map(([name, description]) => ({
    name,
    in: 'query',
    description,
    schema: { type: 'string' },
  }))
  const parameters = [...inPath, ...inQuery]
  const who = [
    ...(typeof callers === 'string' ? [] : [`For ${callers.join(', ')}.`]),
    ...(recentSignIn ? ['After a sign-in or POST /auth/step-up within the last ten minutes.'] : []),
    ...(waysIn && callers !== 'everybody' ? ['Not from inside a visit: visit-refused.'] : []),
  ].join(' ')
  return {
    operationId: `${method.toLowerCase()}${path.replace(/[/:-]+(\w)/g, (_, letter: string) => letter.toUpperCase())}`,
    summary,
    tags: [group],
    ...(who === '' ? {} : { description: who }),
    security: callers === 'everybody' ? [] : [{ session: [] }],
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body === undefined
      ? {}
      : { requestBody: { required: true, content: { 'application/json': { schema: body } } } }),
    responses: { ...Object.fromEntries(answers.map(answerOf)), default: problemAnswer('Any other refusal') },
  }
}

function answerOf({ status, description, schema }: Answer): [string, object] {
  if (status >= 400) return [String(status), problemAnswer(description)]
  return [
    String(status),
    { description, ...(schema === undefined ? {} : { content: { 'application/json': { schema } } }) },
  ]
}
