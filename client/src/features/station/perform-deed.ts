import {
  checkIn,
  checkOut,
  reportFound,
  reportLost,
  transfer,
  UnknownEquipmentError,
} from '../../custody/actions.ts'
import { MovedOnError } from '../../custody/moved-on.ts'
import { NotAllowedError } from '../../db/not-allowed.ts'
import { StorageError } from '../../db/storage-error.ts'
import { type StationHolder, toCustodyHolder } from './holder.ts'
import type { Before, Deed, SaveProblem } from './line.ts'

/** What one deed needs; the same for doing and for undoing it. */
export interface DeedOf {
  readonly deed: Deed
  readonly equipmentId: string
  readonly quantity: number
  readonly to?: StationHolder | undefined
  readonly dueAt?: string | undefined
  readonly before?: Before | undefined
}

function needed(holder: StationHolder | undefined) {
  if (!holder) throw new Error('Nobody is named whom the thing goes to.')
  return toCustodyHolder(holder)
}

/** Resolves after the local commit [D2]. @throws StorageError, NotAllowedError, UnknownEquipmentError, MovedOnError */
export async function performDeed({ deed, equipmentId, quantity, to, dueAt, before }: DeedOf): Promise<void> {
  const lines = [{ equipmentId, quantity }]
  switch (deed) {
    case 'issued':
      await checkOut({ to: needed(to), lines, dueAt })
      return
    case 'moved':
      await transfer({ to: needed(to), lines, dueAt })
      return
    case 'returned':
      await checkIn({ lines, fromHolderId: before?.holder?.id })
      return
    case 'found':
      await reportFound({ lines })
  }
}

/** Whether it is known where the thing was before. */
export function canUndo({ deed, before }: Pick<DeedOf, 'deed' | 'before'>): boolean {
  return deed === 'issued' || deed === 'found' || before?.holder !== undefined
}

/** The ledger only grows: an undo is the deed the other way, with a note that says so. Throws as performDeed. */
export async function undoDeed(
  { deed, equipmentId, quantity, to, before }: DeedOf,
  note: string,
): Promise<void> {
  const lines = [{ equipmentId, quantity }]
  switch (deed) {
    case 'issued':
      await checkIn({ lines, fromHolderId: to?.id, locationId: before?.locationId, note })
      return
    case 'returned':
      await checkOut({ to: needed(before?.holder), lines, dueAt: before?.dueAt, note })
      return
    case 'moved':
      await transfer({ to: needed(before?.holder), lines, dueAt: before?.dueAt, note })
      return
    case 'found':
      await reportLost({ lines, note })
  }
}

/** Why nothing was saved; an error that is none of these is reported and counts as a failed write. */
export function saveProblem(error: unknown): SaveProblem | 'gone' {
  if (error instanceof StorageError) return error.code
  if (error instanceof NotAllowedError) return 'not-allowed'
  if (error instanceof MovedOnError) return 'moved-on'
  if (error instanceof UnknownEquipmentError) return 'gone'
  console.error(error)
  return 'failed'
}
