import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parentPort } from 'node:worker_threads'
import { getBackend, init, initializeWasm } from '@automerge/automerge/slim'
import { withHandles } from '../../shared/merge-document/automerge.ts'
import { documentIssue } from '../../shared/merge-document/check-document.ts'
import type { MergeFields } from '../../shared/merge-document/contents.ts'
import { readContents } from '../../shared/merge-document/document-contents.ts'
import { FIRST_DOCUMENT } from '../../shared/merge-document/first-change.ts'
import { openDocument } from '../../shared/merge-document/open-document.ts'
import { resolveMerge } from '../../shared/merge-document/resolve.ts'
import { withMemoryLimit } from './capped-wasm.ts'
import { measureDocument } from './measure-document.ts'
import { fieldsAfter, REST, readResult, type Work, type WorkResult } from './work.ts'

/** 128 MiB: a document at the field's limit with the longest history that is looked into takes a quarter of it. */
const MEMORY_PAGES = 2_048

/** After this long others have their turn. */
const TURN_MS = 20

const api = { init, getBackend }
const module = readFileSync(fileURLToPath(import.meta.resolve('@automerge/automerge/automerge.wasm')))
await initializeWasm(withMemoryLimit(module, MEMORY_PAGES))

function done(work: Work): WorkResult {
  if (work.kind === 'measure') return measureDocument(work.document)
  if (work.kind === 'check') {
    const issue = documentIssue(api, work.limits, work.document)
    return issue ? { issue } : {}
  }
  if (work.kind === 'read') {
    return withHandles((keep) => {
      const handle = openDocument(api, work.document)
      return readResult(handle && readContents(keep(handle)))
    })
  }
  return { outcome: resolveMerge(api, work.limits, work.task) }
}

// What is slow at the first time is done before anything is timed.
openDocument(api, FIRST_DOCUMENT)?.free()

parentPort?.on('message', (list: readonly Work[]) => {
  const states: (MergeFields | undefined)[] = []
  const begun = performance.now()
  for (const work of list) {
    const at = states.length
    let result: WorkResult
    const stored = work.kind === 'resolve' && work.after !== undefined ? states[work.after] : undefined
    const own: Work = work.kind === 'resolve' && stored ? { ...work, task: { ...work.task, stored } } : work
    try {
      result = done(own)
    } catch (error) {
      // The library's memory is no longer to be trusted: this worker ends, and another goes on behind this work.
      if (error instanceof WebAssembly.RuntimeError) throw error
      result =
        own.kind === 'resolve'
          ? { outcome: { issue: { field: 'merge', code: 'malformed' } } }
          : { issue: { field: 'merge', code: 'malformed' } }
    }
    states[at] = own.kind === 'resolve' && result.outcome ? fieldsAfter(own.task, result.outcome) : undefined
    parentPort?.postMessage(result)
    if (states.length < list.length && performance.now() - begun > TURN_MS) {
      parentPort?.postMessage(REST)
      return
    }
  }
})
parentPort?.postMessage('ready')
