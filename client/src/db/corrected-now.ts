import { localDatabase } from './current.ts'

/**
 * Ms since 1970 by the server's clock as far as this device knows it [C3]: what is stored and told of a time is in it, so
 * ages are counted from it. The device's own time while nobody is signed in.
 */
export function correctedNow(): number {
  return localDatabase()?.stamps.now() ?? Date.now()
}
