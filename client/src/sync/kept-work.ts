import { createSignal } from 'solid-js'
import { isJsonObject } from '../../../shared/json.ts'
import { changeDeviceValue, readDeviceValue } from '../db/device.ts'
import { deleteLocalDatabase } from '../db/local-database.ts'

/** Unsent work of somebody who is not signed in here any more [P7]. It is sent by themselves, or handed over. */
export interface KeptWork {
  readonly tenant: string
  readonly userId: string
  readonly userName: string
  readonly databaseName: string
  /** Their account was disabled when they left: they cannot send it themselves any more. */
  readonly disabled: boolean
}

const KEY = 'kept-work'

const [keptChanges, setKeptChanges] = createSignal(0)

/** Moves on whenever the list or what it holds changes. Reactive. */
export { keptChanges }

export function keptChanged(): void {
  setKeptChanges((count) => count + 1)
}

function isKeptWork(value: unknown): value is KeptWork {
  if (!isJsonObject(value)) return false
  const { tenant, userId, userName, databaseName, disabled } = value
  return (
    [tenant, userId, userName, databaseName].every((text) => typeof text === 'string') &&
    typeof disabled === 'boolean'
  )
}

export async function keptWork(): Promise<readonly KeptWork[]> {
  return toKeptWork(await readDeviceValue(KEY))
}

function toKeptWork(kept: unknown): readonly KeptWork[] {
  return Array.isArray(kept) ? kept.filter(isKeptWork) : []
}

export async function keepWork(work: KeptWork): Promise<void> {
  await changeDeviceValue(KEY, (kept) => [...without(kept, work.databaseName), work])
  keptChanged()
}

/** They signed in again: their work is their own matter. */
export async function forgetKeptWork(databaseName: string): Promise<void> {
  await changeDeviceValue(KEY, (kept) => without(kept, databaseName))
  keptChanged()
}

/** Deletes what was kept. For what was handed over, or what somebody has saved as a file. */
export async function removeKeptWork(databaseName: string): Promise<void> {
  await deleteLocalDatabase(databaseName)
  await forgetKeptWork(databaseName)
}

function without(kept: unknown, databaseName: string): readonly KeptWork[] {
  return toKeptWork(kept).filter((one) => one.databaseName !== databaseName)
}
