import { address } from '@automerge/automerge/automerge.wasm?gzip'
import { getBackend, init, initializeWasm } from '@automerge/automerge/slim'
import type { MergeFields } from '../../../shared/merge-document/contents.ts'
import { growDocument } from '../../../shared/merge-document/grow.ts'
import { keepFile, readGzipped } from '../scan/own-file.ts'

/** What this device merges documents with. A part of its own: no start of the app takes it along. */
export type GrowDocument = (
  current: MergeFields,
  next: MergeFields,
  write: { readonly deviceId: string; readonly stamp: string },
) => string | undefined

/** @throws where its WebAssembly is not to be had, or does not run here */
export async function openLibrary(): Promise<GrowDocument> {
  await initializeWasm(new Uint8Array(await readGzipped(address)))
  const api = { init, getBackend }
  return (current, next, write) => growDocument(api, current, next, write)
}

/** Has the service worker keep the WebAssembly, without making anything of it. */
export async function keepLibrary(): Promise<void> {
  await keepFile(address)
}
