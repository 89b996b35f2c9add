import { requested } from './side-store.ts'

/** Fewer are asked for one by one. */
const FEW = 4
/** So many keys between the first and the last one cost less to list than one value costs to ask for. */
const KEYS_FOR_EACH = 20

/**
 * Values of a store by their keys, in the order of the keys; undefined where there is none. Each question is a message to the
 * browser's process and back: many keys are asked for by the range they lie in, which mostly holds little else.
 */
export async function valuesAt(
  store: IDBObjectStore,
  keys: readonly IDBValidKey[],
): Promise<readonly unknown[]> {
  const oneByOne = () => Promise.all(keys.map((key) => requested<unknown>(store.get(key))))
  const [first] = keys
  if (first === undefined || keys.length < FEW) return oneByOne()
  let [lower, upper] = [first, first]
  for (const key of keys) {
    if (indexedDB.cmp(key, lower) < 0) lower = key
    if (indexedDB.cmp(key, upper) > 0) upper = key
  }
  const range = IDBKeyRange.bound(lower, upper)
  const limit = keys.length * KEYS_FOR_EACH
  const present = await requested(store.getAllKeys(range, limit))
  if (present.length === 0) return keys.map(() => undefined)
  if (present.length === limit || present.length > 2 * keys.length) return oneByOne()
  const values = await requested<unknown[]>(store.getAll(range))
  const found = new Map(present.map((key, at) => [JSON.stringify(key), values[at]]))
  return keys.map((key) => found.get(JSON.stringify(key)))
}
