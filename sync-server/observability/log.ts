import { type DestinationStream, type Logger, type LoggerOptions, pino } from 'pino'

export type Log = Logger

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'silent'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

/** One JSON line for each event, to stdout unless told otherwise, times in UTC. Nothing of a request's body or headers is ever logged. */
export function createLog(level: LogLevel, destination?: DestinationStream): Log {
  const options: LoggerOptions = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    // What goes under `err` was described already; pino's own description would leave parts out and add others.
    serializers: { err: (described: unknown) => described },
  }
  return destination ? pino(options, destination) : pino(options)
}

interface DescribedError {
  readonly type: string
  readonly code?: string
  readonly message: string
  readonly stack?: string
  readonly cause?: DescribedError
}

/**
 * What may be written down of an error. Postgres puts a row's values into `detail` and a literal's text into `message` (class
 * 22 and 23), and postgres.js keeps statement and parameters on the error: none of them is taken.
 */
export function describeError(error: unknown, depth = 0): DescribedError {
  if (typeof error !== 'object' || error === null)
    return { type: typeof error, message: 'Not an error object.' }
  const { name, message, code, stack, cause, errors }: Readonly<Record<string, unknown>> = {
    ...error,
    ...(error instanceof Error ? { name: error.name, message: error.message, stack: error.stack } : {}),
    ...(error instanceof Error ? { cause: error.cause } : {}),
    ...(error instanceof AggregateError ? { errors: error.errors } : {}),
  }
  const holdsValues = name === 'PostgresError' && /^2[23]/.test(String(code ?? ''))
  const frames = String(stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .join('\n')
  // Several attempts that failed, as at a name with two addresses: the first one tells enough.
  const first: unknown = cause ?? (Array.isArray(errors) ? errors[0] : undefined)
  return {
    type: typeof name === 'string' ? name : 'Error',
    ...(typeof code === 'string' ? { code } : {}),
    message: holdsValues ? 'A value was refused by Postgres.' : String(message ?? ''),
    ...(frames === '' ? {} : { stack: frames }),
    ...(first !== undefined && depth < 3 ? { cause: describeError(first, depth + 1) } : {}),
  }
}
