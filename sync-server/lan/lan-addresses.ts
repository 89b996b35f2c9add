import { hostname, networkInterfaces } from 'node:os'

const PRIVATE = /^(192\.168\.|10\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.)/

/** The machine's private IPv4 addresses, which are all that the certificate is good for; link-local ones last. */
export function lanAddresses(): readonly string[] {
  return Object.values(networkInterfaces())
    .flatMap((all) => all ?? [])
    .filter(({ family, internal, address }) => family === 'IPv4' && !internal && PRIVATE.test(address))
    .map(({ address }) => address)
    .sort((a, b) => Number(a.startsWith('169.254.')) - Number(b.startsWith('169.254.')))
}

/** The address by which others on the network get to what this machine serves at `url`. */
export function lanUrl(url: string): string {
  const [first] = lanAddresses()
  if (first === undefined) return url
  const found = new URL(url)
  found.hostname = first
  return found.origin
}

/** By what else the machine is found: its own name where the network answers for `.local`, and itself. */
export function ownNames(): readonly string[] {
  const name = hostname().toLowerCase().split('.')[0] ?? ''
  const local = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(name) ? [`${name}.local`] : []
  return [...local, 'localhost', '127.0.0.1']
}
