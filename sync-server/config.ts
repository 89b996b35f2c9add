import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { LOG_LEVELS, type LogLevel } from './observability/log.ts'

/** The environment, read once. The README's table lists every variable. */
export interface Config {
  readonly port: number
  readonly host: string
  /** Serve HTTPS on the local network by a certificate authority of our own. */
  readonly lan: boolean
  readonly dataDir: string
  /** The built client that is served; undefined: the project's own. */
  readonly clientDir: string | undefined
  /** Undefined: the embedded Postgres. */
  readonly database: { readonly url: string; readonly adminUrl: string | undefined } | undefined
  readonly demo: boolean
  /** Where browsers find the server, where that is not its own address. */
  readonly publicUrl: URL | undefined
  readonly behindProxy: boolean
  readonly logLevel: LogLevel
  readonly production: boolean
  /** Off for measuring alone. */
  readonly rateLimits: boolean
}

/** A setting that cannot be used; its message is one sentence for whoever starts the server. */
export class ConfigError extends Error {
  override name = 'ConfigError'
}

type Environment = Readonly<Record<string, string | undefined>>

const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost'])

/** @throws ConfigError */
export function readConfig(environment: Environment, flags: readonly string[]): Config {
  const known = new Set(['--lan'])
  const unknown = flags.find((flag) => !known.has(flag))
  if (unknown !== undefined) throw new ConfigError(`${unknown} is no option. There is --lan.`)
  const lan = flags.includes('--lan')
  const production = environment.NODE_ENV === 'production'
  const database = databaseOf(environment)
  const publicUrl = urlOf(environment, 'PUBLIC_URL', ['http:', 'https:'])
  const behindProxy = switchOf(environment, 'ETRAX_BEHIND_PROXY', false)
  const host = environment.HOST || (lan ? '0.0.0.0' : '127.0.0.1')
  const demo = switchOf(environment, 'ETRAX_DEMO', database === undefined && !production)
  if (demo && production)
    throw new ConfigError(
      'ETRAX_DEMO makes accounts whose passwords stand in a file: not with NODE_ENV=production.',
    )
  if (!lan && !LOOPBACK.has(host) && !behindProxy)
    throw new ConfigError(
      `HOST=${host} would be served without TLS. Put a proxy with TLS in front and say so by ETRAX_BEHIND_PROXY=1 and PUBLIC_URL, or start with --lan.`,
    )
  if (behindProxy && publicUrl?.protocol !== 'https:')
    throw new ConfigError('ETRAX_BEHIND_PROXY=1 needs PUBLIC_URL, the https address that browsers use.')
  return {
    port: portOf(environment),
    host,
    lan,
    dataDir: resolve(environment.ETRAX_DATA || fileURLToPath(new URL('../.data', import.meta.url))),
    clientDir: environment.ETRAX_CLIENT ? resolve(environment.ETRAX_CLIENT) : undefined,
    database,
    demo,
    publicUrl,
    behindProxy,
    logLevel: choiceOf(environment, 'LOG_LEVEL', LOG_LEVELS, 'info'),
    production,
    rateLimits: switchOf(environment, 'ETRAX_RATE_LIMITS', true),
  }
}

function databaseOf(environment: Environment): Config['database'] {
  const url = urlOf(environment, 'DATABASE_URL', ['postgres:', 'postgresql:'])
  const adminUrl = urlOf(environment, 'DATABASE_ADMIN_URL', ['postgres:', 'postgresql:'])
  if (!url) {
    if (adminUrl) throw new ConfigError('DATABASE_ADMIN_URL is set without DATABASE_URL.')
    return undefined
  }
  if (!url.username) throw new ConfigError('DATABASE_URL names no login.')
  if (adminUrl && adminUrl.username === url.username)
    throw new ConfigError(
      'DATABASE_URL and DATABASE_ADMIN_URL name the same login: the application has one of its own that owns nothing.',
    )
  return { url: url.href, adminUrl: adminUrl?.href }
}

function portOf(environment: Environment): number {
  const text = environment.PORT || '8080'
  const port = Number(text)
  if (!/^\d+$/.test(text) || port > 65_535) throw new ConfigError(`PORT=${text} is no port from 0 to 65535.`)
  return port
}

function urlOf(environment: Environment, name: string, protocols: readonly string[]): URL | undefined {
  const text = environment[name]
  if (!text) return undefined
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !protocols.includes(url.protocol))
    // The value may hold a password: it is not repeated.
    throw new ConfigError(
      `${name} must be an address that begins with ${protocols.map((p) => `${p}//`).join(' or ')}.`,
    )
  return url
}

function switchOf(environment: Environment, name: string, fallback: boolean): boolean {
  const text = environment[name]?.toLowerCase()
  if (!text) return fallback
  if (['1', 'true', 'on', 'yes'].includes(text)) return true
  if (['0', 'false', 'off', 'no'].includes(text)) return false
  throw new ConfigError(`${name}=${environment[name]} must be 1 or 0.`)
}

function choiceOf<const Choices extends readonly string[]>(
  environment: Environment,
  name: string,
  choices: Choices,
  fallback: Choices[number],
): Choices[number] {
  const text = environment[name]
  if (!text) return fallback
  const choice = choices.find((known) => known === text)
  if (choice === undefined) throw new ConfigError(`${name}=${text} must be one of ${choices.join(', ')}.`)
  return choice
}
