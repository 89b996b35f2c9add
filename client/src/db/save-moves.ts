import type { AnyDocument } from '../../../shared/collections/definition.ts'
import { equipment } from '../../../shared/collections/equipment.ts'
import { toLocal, toWire } from '../../../shared/json-schema.ts'
import type { LocalDatabase } from './local-database.ts'
import { rawDocuments, withoutRaw, writeRows } from './raw-documents.ts'

/** What follows from a transaction that is stored already: it carries that transaction's stamp and no new one. */
export interface Move {
  readonly id: string
  readonly stamp: string
  apply(current: AnyDocument | undefined): AnyDocument | undefined
}

/** Writes moves one by one, in order. They need no journal entry: the transaction alone moves the thing on the server [S1]. */
export async function saveMoves(database: LocalDatabase, moves: readonly Move[]): Promise<void> {
  const collection = database.collections.equipment
  for (const move of moves) {
    for (;;) {
      const previous = (await rawDocuments(collection, [move.id])).get(move.id)
      if (!previous || previous._deleted) break
      const next = move.apply(toWire<AnyDocument>(equipment, withoutRaw(previous)))
      if (!next) break
      const overtaken = await writeRows(collection, [
        { previous, document: toLocal(equipment, next), deleted: false },
      ])
      if (overtaken.size === 0) break
    }
  }
}
