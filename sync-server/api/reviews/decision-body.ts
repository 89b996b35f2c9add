import { reviews } from '../../../shared/collections/reviews.ts'
import { EtraxError } from '../../../shared/errors.ts'
import { isJsonObject, type Json, type JsonObject } from '../../../shared/json.ts'
import {
  DECISION_ACTIONS,
  type DecisionAction,
  type DecisionDraft,
  draftOf,
  draftProblem,
  SIDES,
} from '../../../shared/reviews/decision.ts'
import { validateField } from '../../../shared/validate.ts'

const MEMBERS = ['action', 'version', 'fields', 'value', 'seen', 'reason']

/** A plain value stands for the one member that an action asks for. */
const ONLY_MEMBER: Partial<Record<DecisionAction, string>> = {
  assign: 'assigneeId',
  defer: 'until',
  retag: 'tagCode',
  'take-device': 'transactionId',
}

/**
 * The decision that a request's body says. `fields` may be a list of names, all from the device, and `value` the plain value.
 * @throws EtraxError `invalid-value`, with errors by field
 */
export function decisionFrom(body: JsonObject, id: string, at: string): DecisionDraft {
  const unknown = Object.keys(body).filter((name) => !MEMBERS.includes(name))
  if (unknown.length > 0)
    throw refused(unknown.map((field) => ({ field: field.slice(0, 100), code: 'unknown-field' })))
  const required = ['action', 'version'].filter((name) => body[name] === undefined || body[name] === null)
  if (required.length > 0) throw refused(required.map((field) => ({ field, code: 'required' })))
  const action = DECISION_ACTIONS.find((one) => one === body.action)
  if (!action) throw refused([{ field: 'action', code: 'not-a-choice' }])
  const { fields, value, seen, reason } = body
  const entry = {
    id,
    action,
    version: body.version ?? null,
    at,
    ...(fields === undefined || fields === null ? {} : { fields: sidesOf(fields) }),
    ...(value === undefined ? {} : { value: membersOf(action, value) }),
    ...(seen === undefined || seen === null ? {} : { seen }),
    ...(reason === undefined || reason === null ? {} : { reason }),
  }
  const issue = validateField('value', reviews.fields.decisions, entry)
  if (issue) throw refused([issue])
  const draft = draftOf(entry)
  if (!draft) throw refused([{ field: draftProblem(entry)?.field ?? 'action', code: 'malformed' }])
  return draft
}

function sidesOf(fields: Json): Json {
  if (!Array.isArray(fields)) return fields
  const names = fields.filter((name) => typeof name === 'string')
  return Object.fromEntries(names.map((name) => [name, SIDES[1]]))
}

function membersOf(action: DecisionAction, value: Json): Json {
  const member = ONLY_MEMBER[action]
  if (isJsonObject(value) || member === undefined) return value
  return { [member]: value }
}

function refused(errors: readonly { readonly field: string; readonly code: string }[]): EtraxError {
  return new EtraxError('invalid-value', 'The decision is not as it must be.', { details: { errors } })
}
