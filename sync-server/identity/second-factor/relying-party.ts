import { isIP } from 'node:net'
import type { AppContext } from '../../api/app-env.ts'

/** The site that passkeys belong to, as browsers know it, and the origins whose pages may use them. */
export interface RelyingParty {
  readonly id: string
  readonly origins: string[]
}

/**
 * With PUBLIC_URL its host, also for the schools' hosts below it. Otherwise the host that was asked, which is one name for all
 * of localhost. Undefined at a bare address, which no browser gives a passkey to.
 */
export function relyingParty(context: AppContext, publicUrl: URL | undefined): RelyingParty | undefined {
  const host = (context.req.header('Host') ?? '').toLowerCase()
  const name = host.replace(/:\d+$/, '')
  if (publicUrl) {
    const { hostname, protocol, origin, port } = publicUrl
    if (isBareAddress(hostname)) return undefined
    const below = name.endsWith(`.${hostname}`)
      ? [`${protocol}//${name}${port === '' ? '' : `:${port}`}`]
      : []
    return { id: hostname, origins: [origin, ...below] }
  }
  if (name === '' || isBareAddress(name)) return undefined
  return {
    id: name.endsWith('.localhost') ? 'localhost' : name,
    origins: [`http://${host}`, `https://${host}`],
  }
}

function isBareAddress(name: string): boolean {
  return isIP(name.replace(/^\[|\]$/g, '')) !== 0
}
