/** The texts of a list that a document holds; none where it holds no list. */
export function textList(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []
}
