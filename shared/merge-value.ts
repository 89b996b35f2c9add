import { isJsonObject, sameJson } from './json.ts'

/**
 * Three-way merge of a value of which nothing may be lost: sets by element, maps by key, texts by keeping both. Where both
 * sides changed one key of a map the stored value stays.
 */
export function mergeValue(base: unknown, stored: unknown, sent: unknown): unknown {
  if (isList(stored) || isList(sent)) return mergeSets(listOf(base), listOf(stored), listOf(sent))
  if (isJsonObject(stored) || isJsonObject(sent)) return mergeMaps(mapOf(base), mapOf(stored), mapOf(sent))
  if (typeof stored === 'string' && typeof sent === 'string')
    return mergeTexts(typeof base === 'string' ? base : '', stored, sent)
  return stored ?? sent
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value)
}

function listOf(value: unknown): readonly string[] {
  return isList(value) ? value.filter((item) => typeof item === 'string') : []
}

function mapOf(value: unknown): Readonly<Record<string, unknown>> {
  return isJsonObject(value) ? value : {}
}

function mergeSets(
  base: readonly string[],
  stored: readonly string[],
  sent: readonly string[],
): readonly string[] | undefined {
  const removed = new Set(base.filter((item) => !stored.includes(item) || !sent.includes(item)))
  const kept = [...new Set([...stored, ...sent])].filter((item) => !removed.has(item)).sort()
  return kept.length > 0 ? kept : undefined
}

function mergeMaps(
  base: Readonly<Record<string, unknown>>,
  stored: Readonly<Record<string, unknown>>,
  sent: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> | undefined {
  const entries: [string, unknown][] = []
  for (const key of new Set([...Object.keys(stored), ...Object.keys(sent)])) {
    const value = sameJson(base[key], stored[key]) ? sent[key] : stored[key]
    if (value !== undefined) entries.push([key, value])
  }
  return entries.length > 0 ? Object.fromEntries(entries) : undefined
}

/** Both texts stay: an addition at the end is appended, anything else follows on a line of its own. */
function mergeTexts(base: string, stored: string, sent: string): string {
  if (sent.startsWith(stored)) return sent
  if (sent.startsWith(base)) return stored + sent.slice(base.length)
  if (stored.startsWith(base)) return sent + stored.slice(base.length)
  return `${stored}\n${sent}`
}
