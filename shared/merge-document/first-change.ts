import { type AutomergeApi, commit, type Handle, newHandle, openHandle } from './automerge.ts'
import { fromBase64 } from './base64.ts'

/** `etrax.merge.doc0` in ASCII. */
export const FIRST_ACTOR = '65747261782e6d657267652e646f6330'

/** The objects that the first change makes, by their ids in every document. */
export const NOTES = `1@${FIRST_ACTOR}`
export const TAGS = `2@${FIRST_ACTOR}`
export const CUSTOM = `3@${FIRST_ACTOR}`

/**
 * The document of one change from which every other is grown [A1]: documents that begin independently have no object in
 * common and never merge. {@link makeFirstDocument} made it, once.
 */
export const FIRST_DOCUMENT =
  'hW9Kg0P56zsAfwEQZXRyYXgubWVyZ2UuZG9jMAFp4qFwiOxYhr/1gYsNk8Jvn99yHHa2RqffNmWkUNVOBQYBAgMCEwIjAkACVgIHFRMhAiMENAFCBFYCgAECfwB/AX8DfwB/AH8HfQZjdXN0b20Fbm90ZXMEdGFncwMAfQN+AQN9AAQAAwADAAA='
/** The hash of its change. */
export const FIRST_CHANGE = '69e2a17088ec5886bff5818b0d93c26f9fdf721c76b646a7df3665a450d54e05'

export function makeFirstDocument(api: AutomergeApi): Handle {
  const handle = newHandle(api, FIRST_ACTOR)
  handle.putObject('_root', 'notes', '')
  handle.putObject('_root', 'tags', {})
  handle.putObject('_root', 'custom', {})
  commit(handle)
  return handle
}

/** A document in which nothing stands yet, whose next change is `actor`'s. */
export function firstDocument(api: AutomergeApi, actor: string): Handle {
  return openHandle(api, fromBase64(FIRST_DOCUMENT) ?? new Uint8Array(), actor)
}
