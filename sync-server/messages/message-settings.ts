import { ConfigError, type Environment, LOOPBACK, urlOf } from '../environment.ts'

export interface MailSettings {
  /** Of the SMTP server, with login and password where it wants them. */
  readonly url: URL
  readonly from: { readonly name: string; readonly address: string }
}

export interface SmsSettings {
  readonly accountSid: string
  readonly authToken: string
  /** A number, or the id of a messaging service. */
  readonly from: string
  /** Undefined: Twilio's own address. */
  readonly baseUrl: URL | undefined
}

/** The ways out that there are. */
export interface MessageSettings {
  readonly mail: MailSettings | undefined
  readonly sms: SmsSettings | undefined
}

/** @throws ConfigError */
export function readMessageSettings(environment: Environment): MessageSettings {
  return { mail: mailOf(environment), sms: smsOf(environment) }
}

function mailOf(environment: Environment): MailSettings | undefined {
  const url = urlOf(environment, 'SMTP_URL', ['smtp:', 'smtps:'])
  const sender = environment.MAIL_FROM
  if (!url && !sender) return undefined
  if (!url || !sender)
    throw new ConfigError(
      'SMTP_URL and MAIL_FROM belong together: the mail server, and from whom mail comes.',
    )
  const [, name = '', address = ''] =
    /^(?:([^<>\r\n]*?)\s*<)?([^<>\s@,]+@[^<>\s@,]+)>?$/.exec(sender.trim()) ?? []
  if (address === '' || sender.includes('<') !== sender.includes('>'))
    throw new ConfigError('MAIL_FROM must be an address such as ETrax <gear@school.example>.')
  return { url, from: { name: name.replaceAll('"', '').trim() || 'ETrax', address } }
}

const SMS_NAMES = ['TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN', 'TWILIO_FROM'] as const

function smsOf(environment: Environment): SmsSettings | undefined {
  const [accountSid, authToken, from] = SMS_NAMES.map((name) => environment[name])
  const baseUrl = urlOf(environment, 'TWILIO_BASE_URL', ['http:', 'https:'])
  if (!accountSid && !authToken && !from) return undefined
  if (!accountSid || !authToken || !from)
    throw new ConfigError(`${SMS_NAMES.join(', ')} belong together: text messages need all three.`)
  if (!/^AC[0-9a-f]{32}$/i.test(accountSid))
    throw new ConfigError('TWILIO_ACCOUNT_SID must be AC and 32 hexadecimal digits.')
  if (!/^(\+[1-9]\d{6,14}|MG[0-9a-f]{32})$/i.test(from))
    throw new ConfigError(
      'TWILIO_FROM must be a number such as +15035550100, or the id of a messaging service.',
    )
  if (baseUrl?.protocol === 'http:' && !LOOPBACK.has(baseUrl.hostname))
    throw new ConfigError('TWILIO_BASE_URL without TLS may be on this machine alone.')
  return { accountSid, authToken, from, baseUrl }
}
