import type { Static, TSchema } from 'typebox'
import { Compile, type Validator } from 'typebox/compile'
import { EtraxError } from '../../shared/errors.ts'
import type { IssueCode } from '../../shared/validate.ts'
import type { AppContext } from './app-env.ts'

interface BodyIssue {
  readonly field: string
  readonly code: IssueCode
}

const validators = new WeakMap<TSchema, Validator>()

/**
 * The request's JSON body.
 * @throws EtraxError `unsupported-media-type`, `malformed-request`
 */
export async function readJson(context: AppContext): Promise<unknown> {
  const type = context.req.header('Content-Type') ?? ''
  if (!/^application\/(merge-patch\+)?json\s*(;|$)/i.test(type))
    throw new EtraxError('unsupported-media-type', 'The body must be application/json.')
  return parse(new Uint8Array(await context.req.arrayBuffer()))
}

/**
 * The request's JSON body, of that schema and nothing beside it.
 * @throws EtraxError as {@link readJson}, and `invalid-value` with `errors` by field
 */
export async function readBody<S extends TSchema>(context: AppContext, schema: S): Promise<Static<S>> {
  const body = await readJson(context)
  const validator = validatorOf(schema)
  if (!validator.Check(body)) throw refusal(validator.Errors(body))
  return body
}

function validatorOf<S extends TSchema>(schema: S): Validator<Record<never, never>, S> {
  const known = validators.get(schema)
  if (known) return known as Validator<Record<never, never>, S>
  const made = Compile(schema)
  validators.set(schema, made)
  return made
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (error) {
    throw new EtraxError('malformed-request', 'The body is not JSON in UTF-8.', { cause: error })
  }
}

type SchemaError = ReturnType<Validator['Errors']>[number]

const CODES: Readonly<Record<string, IssueCode>> = {
  required: 'required',
  additionalProperties: 'unknown-field',
  type: 'wrong-type',
  minLength: 'required',
  maxLength: 'too-long',
  maxItems: 'too-many',
  enum: 'not-a-choice',
  const: 'not-a-choice',
  anyOf: 'not-a-choice',
  minimum: 'out-of-range',
  maximum: 'out-of-range',
}

function refusal(errors: readonly SchemaError[]): EtraxError {
  const issues = new Map<string, BodyIssue>()
  for (const error of errors) {
    const code = CODES[error.keyword] ?? 'malformed'
    for (const field of fieldsOf(error)) if (!issues.has(field)) issues.set(field, { field, code })
  }
  return new EtraxError('invalid-value', 'The body is not as it must be.', {
    details: { errors: [...issues.values()] },
  })
}

function fieldsOf(error: SchemaError): readonly string[] {
  const [field = ''] = error.instancePath.split('/').slice(1)
  if (error.keyword === 'required') return error.params.requiredProperties
  if (error.keyword === 'additionalProperties') return error.params.additionalProperties
  // A property that is not allowed is told by its `additionalProperties` error.
  return error.keyword === 'boolean' ? [] : [field]
}
