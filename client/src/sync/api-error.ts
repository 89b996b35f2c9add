import { PROBLEM_CODES, type ProblemCode } from '../../../shared/errors.ts'

/** `offline`: no answer came. `unexpected-answer`: what came is not what the contract says. */
export type ApiErrorCode = ProblemCode | 'offline' | 'unexpected-answer'

/** An answer that is no success, or none at all. */
export class ApiError extends Error {
  override name = 'ApiError'
  readonly code: ApiErrorCode
  /** HTTP status, 0 where no answer came. */
  readonly status: number
  /** Seconds after which the server wants to be asked again. */
  readonly retryAfter: number | undefined
  /** The members of the problem+json answer. */
  readonly details: Readonly<Record<string, unknown>>

  constructor(
    code: ApiErrorCode,
    message: string,
    options: {
      status?: number
      retryAfter?: number | undefined
      details?: Record<string, unknown>
      cause?: unknown
    } = {},
  ) {
    super(message, { cause: options.cause })
    this.code = code
    this.status = options.status ?? 0
    this.retryAfter = options.retryAfter
    this.details = options.details ?? {}
  }
}

export function isProblemCode(code: unknown): code is ProblemCode {
  return typeof code === 'string' && Object.hasOwn(PROBLEM_CODES, code)
}
