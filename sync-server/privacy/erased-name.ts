import { isJsonObject } from '../../shared/json.ts'

/** Stands where the name of somebody stood who was erased. */
export const ERASED = '[…]'

/** A name of one short word is a word of its own too: to replace that would change what others wrote. */
export const SHORTEST_NAME = 5

export type EraseName = (text: string) => string

/** Takes full names out of texts, in whatever case they are written. */
export function nameEraser(names: readonly string[]): EraseName {
  const worth = names.map((name) => name.trim()).filter((name) => name.length >= SHORTEST_NAME)
  if (worth.length === 0) return (text) => text
  const forms = worth.map((name) => name.split(/\s+/).map(literal).join('\\s+'))
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(?:${forms.join('|')})(?![\\p{L}\\p{N}])`, 'giu')
  return (text) => text.replace(pattern, ERASED)
}

function literal(word: string): string {
  return word.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
}

/** The same for every text inside a value; keys stay. */
export function withoutNames(value: unknown, erase: EraseName): unknown {
  if (typeof value === 'string') return erase(value)
  if (Array.isArray(value)) return value.map((item) => withoutNames(item, erase))
  if (!isJsonObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutNames(item, erase)]))
}
