import { onLocalWrite } from '../db/save-local.ts'
import { noteHere } from './lost-data.ts'
import type { Workplace } from './workplace.ts'

/** Keeps the note of how much is unsent at what it is. */
export function noteUnsent({ board, record, database }: Workplace): () => void {
  let noted: number | undefined
  const note = (unsent: number) => {
    if (unsent === noted) return
    noted = unsent
    noteHere(record, unsent)
  }
  const stopCounting = board.subscribe(({ unsent }) => note(unsent))
  // At once, and not when it has been counted: nothing that is unsent may be called sent.
  const stopListening = onLocalWrite((written) => {
    if (written === database) note((noted ?? 0) + 1)
  })
  return () => {
    stopCounting()
    stopListening()
  }
}
