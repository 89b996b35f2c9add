import type { Json } from '../../shared/json.ts'
import { isStorableText } from '../../shared/validate.ts'

/**
 * What somebody sent, in a form that Postgres stores unchanged. A value with text that no database column can hold (NUL,
 * lone surrogates) or with a key that objects treat specially is kept as its JSON text under `json`.
 */
export function storable(value: unknown): Json {
  const text = JSON.stringify(value) ?? 'null'
  const plain: Json = JSON.parse(text)
  return isStorable(plain) ? plain : { json: text }
}

function isStorable(value: Json): boolean {
  if (typeof value === 'string') return isStorableText(value)
  if (typeof value !== 'object' || value === null) return true
  if (Array.isArray(value)) return value.every(isStorable)
  return Object.entries(value).every(
    ([key, item]) => key !== '__proto__' && isStorableText(key) && isStorable(item),
  )
}

/** What of a text every column holds, JSON included, at most so long: words that somebody sent within words of the server's. */
export function storableText(text: string, longest: number): string {
  return text.slice(0, longest).toWellFormed().replaceAll('\u0000', '')
}
