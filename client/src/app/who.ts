import { type Session, session } from '../sync/session.ts'

/** Who is signed in, with ids; undefined while that is being restored. Reactive. */
export function who(): Session | undefined {
  const value = session()
  return value === 'restoring' ? undefined : value
}
