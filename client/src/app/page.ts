import { type Component, lazy } from 'solid-js'

/** A component that is fetched when it is first needed, or ahead of that by `preload`. */
export type Page = Component & { preload: () => Promise<unknown> }

/**
 * A route's component, loaded when somebody goes there. The name says which export of the module is the page, since
 * modules export by name only.
 *
 * @example page(() => import('../features/settings/settings-page.tsx'), 'SettingsPage')
 */
export function page<K extends string>(load: () => Promise<Readonly<Record<K, Component>>>, name: K): Page {
  return lazy(async () => ({ default: (await load())[name] }))
}
