import { isIPv6 } from 'node:net'

/** What attempts from an address are counted by: an IPv6 customer has a whole /64, so that is one [RFC 6177]. */
export function networkOf(address: string): string {
  if (!isIPv6(address)) return address
  // An IPv4 address in IPv6 form is that one address [RFC 4291 2.5.5.2].
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (mapped !== undefined) return mapped
  const [head = '', tail] = (address.split('%')[0] ?? '').toLowerCase().split('::')
  const before = head === '' ? [] : head.split(':')
  const after = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length)
  const groups = [...before, ...Array.from({ length: zeros }, () => '0'), ...after]
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`
}
