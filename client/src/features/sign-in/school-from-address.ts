const SLUG = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/
/** First labels of addresses that name no school. */
const SHARED = new Set(['www', 'app', 'etrax'])

/** The school that an address names: `northridge.etrax.example`; undefined where it names none. */
export function schoolFromAddress(hostname: string): string | undefined {
  const labels = hostname.toLowerCase().split('.')
  const [first = ''] = labels
  const isNumeric = labels.every((label) => /^\d+$/.test(label)) || hostname.includes(':')
  const below = labels.at(-1) === 'localhost' ? labels.length > 1 : labels.length > 2
  if (isNumeric || !below || SHARED.has(first) || !SLUG.test(first)) return undefined
  return first
}
