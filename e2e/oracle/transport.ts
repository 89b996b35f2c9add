import { isJsonObject } from '../../shared/json.ts'
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

/** An answer by which what was asked is refused for good. */
export class RefusedError extends Error {
  override name = 'RefusedError'
  readonly code: string

  constructor(message: string, code: string) {
    super(message)
    this.code = code
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
  /** Whether it was said here that the account is disabled: nobody works on until its owner signs in again [P7]. */
  isShutOut(): boolean
  /** The text of a good answer. @throws UnreachableError, ResyncRequiredError, or RefusedError */
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
  /** Whether the account is disabled: nothing is taken from it, and nobody signs in. */
  readonly isDisabled?: (() => boolean) | undefined
  /** The device's own clock in ms, sent as evidence. */
  readonly time: () => number
  /** The server's time in ms, as an answer tells it. */
  readonly onServerTime: (ms: number) => void
}): Transport {
  const { account, deviceId, schemaVersion } = options
  const isDisabled = options.isDisabled ?? (() => false)
  let token = ''
  let isTold = false

  /** Whoever was told so does not try again and again. */
  function shutOut(text: string): UnreachableError {
    isTold = true
    token = ''
    return new UnreachableError(text)
  }

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
    if (response.status === 401 && isDisabled()) throw shutOut(text)
    if (!response.ok) throw new Error(`${deviceId} could not sign in: ${response.status} ${text}`)
    token = JSON.parse(text).accessToken
  }

  const transport: Transport = {
    partitioned: false,
    isShutOut: () => isTold,
    async ask(path, { epoch, ...init } = {}) {
      const wasDisabled = isDisabled()
      if (isTold && wasDisabled) throw new UnreachableError('the account is disabled')
      isTold = false
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
        if (response.ok && wasDisabled)
          throw new Error(`${deviceId} ${path} was answered to a disabled account`)
        if (response.ok) return text
        if (response.status === 503) throw new UnreachableError(text)
        if (response.status === 401 && wasDisabled) throw shutOut(text)
        if (response.status === 401 && attempt < MOST_SIGN_INS) token = ''
        else {
          const { code, reason } = problemOf(text)
          if (reason !== undefined) throw new ResyncRequiredError(reason)
          throw new RefusedError(`${deviceId} ${path}: ${response.status} ${text}`, code)
        }
      }
    },
  }
  return transport
}

/** What an answer says that is no good one; `reason` of a resync alone. */
function problemOf(text: string): { readonly code: string; readonly reason: string | undefined } {
  const problem = parsed(text)
  if (!isJsonObject(problem)) return { code: '', reason: undefined }
  const { code, reason } = problem
  return { code: String(code), reason: code === 'resync-required' ? String(reason) : undefined }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
