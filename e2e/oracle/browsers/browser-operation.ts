import type { AnyDocument } from '../../../shared/collections/definition.ts'
import type { Role } from '../../../shared/roles.ts'
import type { Deed } from '../../support/harness-page/deeds.ts'
import type { Chooser } from '../operation.ts'
import type { World } from '../world.ts'

/** What somebody sees on a browser's screen when they begin. */
export interface Sight extends Chooser {
  readonly userId: string
  readonly role: Role
  readonly world: World
}

/** Something that people do in browsers. */
export interface BrowserOperation {
  readonly name: string
  readonly weight: number
  readonly roles: readonly Role[]
  /** Undefined where there is nothing to do it on. */
  plan(sight: Sight): Deed | undefined
}

/** A change of fields of what is on the screen. A value that is undefined makes a field empty. */
export function change(
  collection: 'equipment' | 'people' | 'teams',
  document: AnyDocument | undefined,
  changes: (shown: AnyDocument) => Readonly<Record<string, unknown>>,
): Deed | undefined {
  if (!document) return undefined
  const changed = changes(document)
  return {
    does: 'update',
    collection,
    id: document.id,
    changes: changed,
    cleared: Object.keys(changed).filter((field) => changed[field] === undefined),
    shown: Object.fromEntries(Object.keys(changed).map((field) => [field, document[field]])),
  }
}
