import type { Page } from 'playwright-core'

/** All that a browser keeps of this site, as text: what somebody finds who has the device in hand. */
export interface BrowserStorage {
  /** By the database's name: every value of every store, with its key. */
  readonly databases: Readonly<Record<string, readonly StoredValue[]>>
  readonly local: Readonly<Record<string, string>>
  readonly session: Readonly<Record<string, string>>
  /** Of Cache Storage, by address: texts of what is not the app itself. */
  readonly caches: Readonly<Record<string, string>>
  readonly cookies: string
}

export interface StoredValue {
  readonly store: string
  readonly key: unknown
  readonly value: unknown
}

/** Reads it in the page; what is binary stands as its size. */
export function browserStorage(page: Page): Promise<BrowserStorage> {
  return page.evaluate(async () => {
    const done = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result)
        request.onerror = () => reject(request.error)
      })
    const databases: Record<string, { store: string; key: unknown; value: unknown }[]> = {}
    for (const { name = '' } of await indexedDB.databases()) {
      const db = await done(indexedDB.open(name))
      const values: { store: string; key: unknown; value: unknown }[] = []
      for (const store of db.objectStoreNames) {
        const [keys, found] = await Promise.all([
          done(db.transaction([store]).objectStore(store).getAllKeys()),
          done(db.transaction([store]).objectStore(store).getAll()),
        ])
        found.forEach((value, index) => {
          values.push({
            store,
            key: JSON.parse(JSON.stringify(keys[index] ?? null)),
            value: JSON.parse(JSON.stringify(value)),
          })
        })
      }
      db.close()
      databases[name] = values
    }
    const kept: Record<string, string> = {}
    for (const name of await caches.keys()) {
      const cache = await caches.open(name)
      for (const request of await cache.keys()) {
        const type = (await cache.match(request))?.headers.get('Content-Type') ?? ''
        const { pathname } = new URL(request.url)
        const isApp =
          pathname.startsWith('/assets/') || /javascript|css|html|font|image|wasm|manifest/.test(type)
        kept[pathname] = isApp ? '' : ((await (await cache.match(request))?.text()) ?? '')
      }
    }
    return {
      databases,
      local: { ...localStorage },
      session: { ...sessionStorage },
      caches: kept,
      cookies: document.cookie,
    }
  })
}
