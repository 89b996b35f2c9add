import { expect } from 'vitest'
import type { AnyDocument } from '../../shared/collections/definition.ts'
import { DEVICE_CONTENTS } from '../../shared/device-contents.ts'
import { type CollectionName, collectionNames } from '../../shared/registry.ts'
import type { Role } from '../../shared/roles.ts'
import type { BrowserStorage } from './browser-storage.ts'

/** What RxDB keeps with each document. */
const OWN = /^(_|\|)/

/** The documents of each collection in a browser's storage, by id. */
export type Held = Readonly<Record<string, ReadonlyMap<string, AnyDocument>>>

/**
 * Fails where the storage holds a field that is not listed for the role, a token, or anything in places where nothing of the school
 * belongs.
 */
export function expectOnlyListed(storage: BrowserStorage, role: Role): Held {
  const held = Object.fromEntries(collectionNames.map((name) => [name, documentsOf(storage, name)]))
  for (const name of collectionNames) {
    const fields = new Set([...(held[name]?.values() ?? [])].flatMap((document) => Object.keys(document)))
    const unlisted = [...fields].filter(
      (field) => !OWN.test(field) && !DEVICE_CONTENTS[role][name].includes(field),
    )
    expect({ name, unlisted }).toEqual({ name, unlisted: [] })
  }
  const text = JSON.stringify(storage)
  // A JSON Web Token, and the refresh token that its cookie holds.
  expect(text).not.toMatch(/eyJ[\w-]+\.[\w-]+\.[\w-]+/)
  expect(text).not.toContain('etrax-refresh')
  expect(storage.cookies).toBe('')
  expect(Object.values(storage.caches).join('')).toBe('')
  expect(storage.session).toEqual({})
  return held
}

function documentsOf(
  { databases }: BrowserStorage,
  collection: CollectionName,
): ReadonlyMap<string, AnyDocument> {
  const found = Object.entries(databases).filter(([name]) => name.endsWith(`--${collection}`))
  return new Map(
    found.flatMap(([, values]) =>
      values.flatMap(({ store, value }): [string, AnyDocument][] =>
        store === 'docs' && isDocument(value) ? [[value.id, value]] : [],
      ),
    ),
  )
}

function isDocument(value: unknown): value is AnyDocument {
  return typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string'
}
