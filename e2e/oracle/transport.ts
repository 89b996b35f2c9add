import { HEADER } from '../../shared/protocol.ts'

/** Nothing was answered, or an answer by which the same is asked again later. */
export class UnreachableError extends Error {
  override name = 'UnreachableError'
}

/** The server does not know this device's checkpoint any more [L3]. */
export class ResyncRequiredError extends Error {
  override name = 'ResyncRequiredError'
  readonly reason: string

  constructor(reason: string) {
    super(`resync: ${reason}`)
    this.reason = reason
  }
}

export interface Account {
  readonly tenant: string
  readonly email: string
  readonly password: string
  readonly userId: string
}

export interface Transport {
  /** Whether nothing goes through. */
  partitioned: boolean
  /** The text of a good answer. @throws UnreachableError, ResyncRequiredError, or Error for what must never be answered */
  ask(path: string, init?: { method?: string; body?: string; epoch?: string | undefined }): Promise<string>
}

const MOST_SIGN_INS = 3

/** One device's way to the server. */
export function createTransport(options: {
  readonly url: () => URL
  readonly account: Account
  readonly deviceId: string
  /** The version of the collections that it speaks; undefined: the server's. */
  readonly schemaVersion?: number | undefined
  /** The device's own clock in ms, sent as evidence. */
  readonly time: () => number
  /** The server's time in ms, as an answer tells it. */
  readonly onServerTime: (ms: number) => void
}): Transport {
  const { account, deviceId, schemaVersion } = options
  let token = ''

  async function send(path: string, init: RequestInit): Promise<Response> {
    if (transport.partitioned) throw new UnreachableError('partitioned')
    try {
      return await fetch(new URL(path, options.url()), init)
    } catch (error) {
      throw new UnreachableError(`${path} was not answered`, { cause: error })
    }
  }

  async function textOf(response: Response): Promise<string> {
    try {
      return await response.text()
    } catch (error) {
      throw new UnreachableError('the answer broke off', { cause: error })
    }
  }

  async function signIn() {
    const { tenant, email, password } = account
    const response = await send('/api/v1/auth/login', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ tenant, email, password }),
    })
    const text = await textOf(response)
    if (response.status === 503) throw new UnreachableError(text)
    if (!response.ok) throw new Error(`${deviceId} could not sign in: ${response.status} ${text}`)
    token = JSON.parse(text).accessToken
  }

  const transport: Transport = {
    partitioned: false,
    async ask(path, { epoch, ...init } = {}) {
      for (let attempt = 1; ; attempt += 1) {
        if (token === '') await signIn()
        const headers = {
          Authorization: `Bearer ${token}`,
          [HEADER.device]: deviceId,
          [HEADER.time]: String(options.time()),
          ...(schemaVersion === undefined ? {} : { [HEADER.schema]: String(schemaVersion) }),
          ...(epoch === undefined ? {} : { [HEADER.epoch]: epoch }),
          ...(init.body === undefined ? {} : { 'Content-Type': 'application/json' }),
        }
        const response = await send(path, { ...init, headers })
        const serverTime = Number(response.headers.get(HEADER.serverTime))
        if (serverTime > 0) options.onServerTime(serverTime)
        const text = await textOf(response)
        if (response.ok) return text
        if (response.status === 503) throw new UnreachableError(text)
        if (response.status === 401 && attempt < MOST_SIGN_INS) token = ''
        else if (response.status === 409) throw new ResyncRequiredError(JSON.parse(text).reason)
        else throw new Error(`${deviceId} ${path}: ${response.status} ${text}`)
      }
    },
  }
  return transport
}
