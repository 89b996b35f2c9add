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
  if (!(error instanceof Error)) return { type: typeof error, message: 'Not an error object.' }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined
  const holdsValues = error.name === 'PostgresError' && /^2[23]/.test(code ?? '')
  const frames = error.stack
    ?.split('\n')
    .filter((line) => /^\s+at /.test(line))
    .join('\n')
  return {
    type: error.name,
    ...(code === undefined ? {} : { code }),
    message: holdsValues ? 'A value was refused by Postgres.' : error.message,
    ...(frames === undefined || frames === '' ? {} : { stack: frames }),
    ...(error.cause !== undefined && depth < 3 ? { cause: describeError(error.cause, depth + 1) } : {}),
  }
}
