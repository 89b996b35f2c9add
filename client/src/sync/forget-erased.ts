import { parseStamp } from '../../../shared/clock.ts'
import type { Definition, WireDocument } from '../../../shared/collections/definition.ts'
import { saysNothing } from '../../../shared/erased.ts'
import { isJsonObject } from '../../../shared/json.ts'
import { echoKey } from '../db/kept-echo.ts'
import type { SideStore } from '../db/side-store.ts'
import { underwayKey } from '../db/underway-row.ts'

/** Under this name the server itself writes. */
const SERVER = 'server'

/**
 * The server erased a person: what this device keeps of its own writes of these documents, to send it again after a restore or
 * to show why it was refused, goes as well. Called before the documents are stored, so that a crash in between does it again.
 */
export async function forgetErased(
  side: SideStore,
  definition: Definition,
  documents: readonly WireDocument[],
): Promise<void> {
  const gone = new Set(documents.filter((one) => isErased(definition, one)).map(({ id }) => id))
  // Of an entry the words alone were taken.
  const wordless = new Set(documents.filter((one) => hasLostNote(definition, one)).map(({ id }) => id))
  if (gone.size === 0 && wordless.size === 0) return
  await side.write(['sent', 'parked', 'attention', 'state'], async (store) => {
    for (const id of gone) {
      store('state').delete(echoKey(definition.name, id))
      store('state').delete(underwayKey({ collection: definition.name, id }))
    }
    await eachOf(store('sent'), (value, cursor) => {
      const { collection, row } = value
      const sent = isJsonObject(row) ? row.newDocumentState : undefined
      if (collection !== definition.name || !isJsonObject(row) || !isJsonObject(sent)) return
      if (typeof sent.id !== 'string') return
      if (gone.has(sent.id)) cursor.delete()
      else if (wordless.has(sent.id) && sent.note !== undefined) {
        const { note, ...rest } = sent
        cursor.update({ ...value, row: { ...row, newDocumentState: rest } })
      }
    })
    await eachOf(store('parked'), ({ collection, id }, cursor) => {
      if (collection === definition.name && typeof id === 'string' && gone.has(id)) cursor.delete()
    })
    await eachOf(store('attention'), ({ collection, documentId }, cursor) => {
      if (collection === definition.name && typeof documentId === 'string' && gone.has(documentId))
        cursor.delete()
    })
  })
}

/** What merely left this reader's sight has a blank stamp [L2]. */
function isErased(definition: Definition, document: WireDocument): boolean {
  return document._deleted && document.stamp !== '' && saysNothing(definition, document)
}

function hasLostNote({ fields }: Definition, { stamp, note }: WireDocument): boolean {
  return 'note' in fields && note === undefined && parseStamp(stamp)?.deviceId === SERVER
}

function eachOf(
  store: IDBObjectStore,
  visit: (value: Record<string, unknown>, cursor: IDBCursorWithValue) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = store.openCursor()
    request.onerror = () => reject(request.error)
    request.onsuccess = () => {
      const cursor = request.result
      if (!cursor) return resolve()
      const value: unknown = cursor.value
      if (isJsonObject(value)) visit(value, cursor)
      cursor.continue()
    }
  })
}
