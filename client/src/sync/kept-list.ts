import { type Accessor, createEffect, createSignal } from 'solid-js'
import { readSideStore, sideStoreName } from '../db/side-store.ts'
import { importsLeft, importsToKeep } from '../import/imports-left.ts'
import { type KeptWork, keptChanges, keptWork } from './kept-work.ts'
import { type UnsentExport, unsentDocuments, unsentFile } from './unsent.ts'

export interface KeptSummary extends KeptWork {
  /** Documents with writes that the server has not answered. */
  readonly documents: number
  /** Requests that are no documents, and unfinished imports: only their author can send them. */
  readonly requests: number
}

/** What is kept on this device of people who are not signed in, with something in it; live. */
export function createKeptList(): Accessor<readonly KeptSummary[]> {
  const [list, setList] = createSignal<readonly KeptSummary[]>([])
  createEffect(() => {
    keptChanges()
    keptSummaries()
      .then((found) => setList(() => found))
      .catch((error: unknown) => console.error('What is kept could not be read.', error))
  })
  return list
}

async function keptSummaries(): Promise<readonly KeptSummary[]> {
  const all = await Promise.all(
    (await keptWork()).map(async (work) => {
      const side = sideStoreName(work.databaseName)
      const journal = await readSideStore(side, 'journal')
      const requests = await readSideStore(side, 'outbox')
      const { unfinished } = await importsLeft(work.databaseName)
      return { ...work, documents: journal.length, requests: requests.length + unfinished.length }
    }),
  )
  return all.filter(({ documents, requests }) => documents + requests > 0)
}

/** All of it as a file that a person can keep. */
export async function exportKept(work: KeptWork): Promise<UnsentExport> {
  const documents = await unsentDocuments(work.databaseName)
  const outbox = await readSideStore(sideStoreName(work.databaseName), 'outbox')
  const names = documents.map(({ collection, document }) => `${collection}/${document.id}/${document.stamp}`)
  const imports = await importsToKeep(work.databaseName)
  return unsentFile(work, { documents, outbox, imports, receipt: names.sort().join('\n'), now: Date.now() })
}
