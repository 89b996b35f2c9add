/** Codes of a rejected row [P4]. They are part of the wire: never renamed. */
export const REJECTION_CODES = ['invalid', 'forbidden', 'not-found', 'too-large', 'gone'] as const
export type RejectionCode = (typeof REJECTION_CODES)[number]

/** Codes of problem+json answers. They are part of the wire: never renamed. */
export const PROBLEM_CODES = {
  'malformed-request': 400,
  'invalid-value': 422,
  'invalid-credentials': 401,
  unauthenticated: 401,
  'token-expired': 401,
  'account-disabled': 401,
  'session-ended': 401,
  'device-revoked': 401,
  forbidden: 403,
  'step-up-required': 403,
  'factor-required': 403,
  'visit-refused': 403,
  'origin-refused': 403,
  'not-found': 404,
  'method-not-allowed': 405,
  'not-acceptable': 406,
  'request-timeout': 408,
  'resync-required': 409,
  'review-changed': 409,
  'author-active': 409,
  'holds-things': 409,
  'already-exists': 409,
  'loan-changed': 409,
  'not-in-room': 409,
  gone: 410,
  'challenge-ended': 410,
  'precondition-failed': 412,
  'too-large': 413,
  'unsupported-media-type': 415,
  'schema-too-old': 426,
  'too-many-requests': 429,
  'internal-error': 500,
  'database-unavailable': 503,
  'server-outdated': 503,
  'shutting-down': 503,
} as const
export type ProblemCode = keyof typeof PROBLEM_CODES

/** One error type with a stable code; one mapper on the server turns it into an answer. */
export class EtraxError extends Error {
  override name = 'EtraxError'
  readonly code: ProblemCode
  /** Members of the answer beside the standard ones, such as `reason` or `errors`. */
  readonly details: Readonly<Record<string, unknown>>
  /** Seconds after which the caller may try again; sent as Retry-After. */
  readonly retryAfter: number | undefined

  constructor(
    code: ProblemCode,
    detail: string,
    options: { cause?: unknown; details?: Record<string, unknown>; retryAfter?: number } = {},
  ) {
    super(detail, { cause: options.cause })
    this.code = code
    this.details = options.details ?? {}
    this.retryAfter = options.retryAfter
  }

  get status(): number {
    return PROBLEM_CODES[this.code]
  }
}
