/** Where to go after signing in: a path of this very application, never another site. */
export function nextPath(next: string | undefined): string {
  const own = next !== undefined && /^\/(?![/\\])/.test(next) && !next.startsWith('/sign-in')
  return own ? next : '/'
}
