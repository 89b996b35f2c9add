/**
 * The one way a name gets into a statement's text. Values never do: they are parameters.
 * @throws RangeError where the name is empty, longer than Postgres keeps (63 bytes), or holds NUL
 */
export function quoteIdentifier(name: string): string {
  if (name === '' || name.includes('\0') || new TextEncoder().encode(name).length > 63)
    throw new RangeError('Not a Postgres identifier.')
  return `"${name.replaceAll('"', '""')}"`
}
