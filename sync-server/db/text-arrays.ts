/** A one-dimensional text[] as Postgres prints it, and back. Elements are texts; NULL elements are not stored. */

export function formatTextArray(values: readonly string[]): string {
  return `{${values.map((value) => `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`).join(',')}}`
}

export function parseTextArray(text: string): string[] {
  const values: string[] = []
  let index = 1
  while (index < text.length - 1) {
    let value = ''
    if (text[index] === '"') {
      index += 1
      while (text[index] !== '"') {
        if (text[index] === '\\') index += 1
        value += text[index]
        index += 1
      }
      index += 1
    } else {
      while (index < text.length - 1 && text[index] !== ',') {
        value += text[index]
        index += 1
      }
    }
    values.push(value)
    index += 1
  }
  return values
}
