import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { MASTER_KEY_BYTES } from './data-protection/master-keys.ts'
import type { DemoSize } from './demo/school-plans.ts'
import { ConfigError, choiceOf, type Environment, LOOPBACK, switchOf, urlOf } from './environment.ts'
import { type MessageSettings, readMessageSettings } from './messages/message-settings.ts'
import { LOG_LEVELS, type LogLevel } from './observability/log.ts'

/** The environment, read once. The README's table lists every variable. */
export interface Config {
  readonly port: number
  readonly host: string
  /** Serve HTTPS on the local network by a certificate authority of our own. */
  readonly lan: boolean
  readonly dataDir: string
  /** What the schools' data keys are sealed with, the current one first; none: it is in the data folder. */
  readonly masterKeys: readonly Buffer[]
  /** The built client that is served; undefined: the project's own. */
  readonly clientDir: string | undefined
  /** Undefined: the embedded Postgres. */
  readonly database: { readonly url: string; readonly adminUrl: string | undefined } | undefined
  /** Undefined: no demo schools. */
  readonly demo: DemoSize | undefined
  /** Where browsers find the server, where that is not its own address. */
  readonly publicUrl: URL | undefined
  readonly behindProxy: boolean
  /** What joins several processes; undefined: there is one. */
  readonly redisUrl: URL | undefined
  readonly messages: MessageSettings
  /** A file of breached passwords, beside the shipped list. */
  readonly breachedPasswords: string | undefined
  readonly logLevel: LogLevel
  readonly production: boolean
  /** Off for measuring alone. */
  readonly rateLimits: boolean
}

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
  const demo = demoOf(environment, database === undefined && !production)
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
    masterKeys: masterKeysOf(environment),
    clientDir: environment.ETRAX_CLIENT ? resolve(environment.ETRAX_CLIENT) : undefined,
    database,
    demo,
    publicUrl,
    behindProxy,
    redisUrl: urlOf(environment, 'REDIS_URL', ['redis:', 'rediss:']),
    messages: readMessageSettings(environment),
    breachedPasswords: environment.ETRAX_BREACHED_PASSWORDS
      ? resolve(environment.ETRAX_BREACHED_PASSWORDS)
      : undefined,
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

/** The current key, and after commas those that it replaced. */
function masterKeysOf(environment: Environment): readonly Buffer[] {
  const text = environment.ETRAX_MASTER_KEY
  if (!text) return []
  return text.split(',').map((part) => {
    const bytes = Buffer.from(part.trim(), 'base64')
    if (bytes.length !== MASTER_KEY_BYTES || !/^[A-Za-z0-9+/]+={0,2}$/.test(part.trim()))
      // A key is not repeated.
      throw new ConfigError(
        'ETRAX_MASTER_KEY must be 32 random bytes in base64 (openssl rand -base64 32); after a comma, the keys that it replaced.',
      )
    return bytes
  })
}

function demoOf(environment: Environment, fallback: boolean): DemoSize | undefined {
  if (environment.ETRAX_DEMO?.toLowerCase() === 'small') return 'small'
  return switchOf(environment, 'ETRAX_DEMO', fallback) ? 'full' : undefined
}

function portOf(environment: Environment): number {
  const text = environment.PORT || '8080'
  const port = Number(text)
  if (!/^\d+$/.test(text) || port > 65_535) throw new ConfigError(`PORT=${text} is no port from 0 to 65535.`)
  return port
}
