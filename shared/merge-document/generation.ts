import { contentsActor } from './actors.ts'
import { type AutomergeApi, commit, type Handle } from './automerge.ts'
import { type Contents, EMPTY, projectionOf } from './contents.ts'
import { writeContents } from './document-contents.ts'
import { FIRST_CHANGE, firstDocument } from './first-change.ts'
import { LONG_HISTORY } from './limits.ts'

const form = /^generation ([1-9][0-9]{0,8})$/

/** How often a document's history was given up, and the change with which the present one begins. */
export interface Generation {
  readonly number: number
  readonly begins: string
}

/** Told by the message of the one change that follows the first; a document that was never compacted is of generation 0. */
export function generationOf(handle: Handle): Generation {
  let found: Generation = { number: 0, begins: '' }
  for (const { message, deps, hash } of handle.getChangesMeta([FIRST_CHANGE])) {
    const number = Number(form.exec(message ?? '')?.[1] ?? 0)
    const follows = deps.length === 1 && deps[0] === FIRST_CHANGE
    const later = number > found.number || (number === found.number && hash > found.begins)
    if (number > 0 && follows && later) found = { number, begins: hash }
  }
  return found
}

export function sameGeneration(a: Handle, b: Handle): boolean {
  return generationOf(a).begins === generationOf(b).begins
}

/** The same contents without the history that led to them, marked as the next generation. */
export function compacted(api: AutomergeApi, contents: Contents, after: Generation): Handle {
  const name = `generation ${after.number + 1}`
  const handle = firstDocument(api, contentsActor(name, projectionOf(contents)))
  writeContents(handle, EMPTY, contents)
  commit(handle, name)
  return handle
}

/** A history is given up beyond this many bytes, where it is also many times what it says. */
const MOST_BYTES = 64 * 1024
const MOST_TIMES = 8

/**
 * Whether a history costs more than it is worth. A document goes to every device with each change of its thing, so 64 KiB
 * are an eighth of a page of changes; of one that says much, the history may be as much again several times. Whatever its
 * bytes are, each reading of it takes time by its size.
 */
export function isOvergrown(bytes: number, history: number, contents: Contents): boolean {
  if (history > LONG_HISTORY) return true
  return bytes > MOST_BYTES && bytes > MOST_TIMES * JSON.stringify(projectionOf(contents)).length
}
