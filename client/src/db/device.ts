import { inTransaction, open, requested } from './side-store.ts'

/** What belongs to the browser and not to one person: readable by every page and by the service worker. */
const NAME = 'etrax-device'
const STORE = 'state'

let opened: Promise<IDBDatabase> | undefined

function database(): Promise<IDBDatabase> {
  opened ??= open(NAME, 1, (db) => void db.createObjectStore(STORE)).then((db) => {
    db.onclose = () => {
      opened = undefined
    }
    return db
  })
  opened.catch(() => {
    opened = undefined
  })
  return opened
}

export async function readDeviceValue(name: string): Promise<unknown> {
  return inTransaction(await database(), [STORE], 'readonly', (store) =>
    requested<unknown>(store(STORE).get(name)),
  )
}

/** `undefined` removes the value. */
export async function writeDeviceValue(name: string, value: unknown): Promise<void> {
  await inTransaction(await database(), [STORE], 'readwrite', (store) => {
    if (value === undefined) store(STORE).delete(name)
    else store(STORE).put(value, name)
  })
}

/** Puts another value in the place of one that `fits`, with nobody in between. Resolves to whether it did. */
export async function replaceDeviceValue(
  name: string,
  fits: (kept: unknown) => boolean,
  value: unknown,
): Promise<boolean> {
  return inTransaction(await database(), [STORE], 'readwrite', async (store) => {
    const found = fits(await requested<unknown>(store(STORE).get(name)))
    if (found) store(STORE).put(value, name)
    return found
  })
}

/** Puts what `change` makes of a value in its place, with nobody in between: two tabs that add to one list both stay in it. */
export async function changeDeviceValue(name: string, change: (kept: unknown) => unknown): Promise<void> {
  await inTransaction(await database(), [STORE], 'readwrite', async (store) => {
    store(STORE).put(change(await requested<unknown>(store(STORE).get(name))), name)
  })
}

/** This browser's id at sign-in: made once, the same for everybody who signs in here. Stamps name another: own-device-id.ts. */
export async function deviceId(): Promise<string> {
  return inTransaction(await database(), [STORE], 'readwrite', async (store) => {
    const kept = await requested<unknown>(store(STORE).get('device-id'))
    if (typeof kept === 'string') return kept
    const made = newDeviceId()
    store(STORE).put(made, 'device-id')
    return made
  })
}

export function newDeviceId(): string {
  return `d${crypto.randomUUID().replaceAll('-', '').slice(0, 19)}`
}
