import { createSignal } from 'solid-js'
import { readDeviceValue, writeDeviceValue } from '../db/device.ts'
import { exclusively } from '../db/exclusively.ts'
import { type RevokedRecord, revokedIn } from './revoked-list.ts'

const KEY = 'revoked'

const [revoked, setRevoked] = createSignal<readonly RevokedRecord[]>([])

/** The revocations of this browser's devices, until somebody signs in again or has seen how they ended. Reactive. */
export { revoked }

export async function readRevoked(): Promise<readonly RevokedRecord[]> {
  return revokedIn(await readDeviceValue(KEY))
}

/** Stores the next list and shows it. Of several tabs one after the other: none overwrites what another has set aside. */
export async function changeRevoked(
  change: (list: readonly RevokedRecord[]) => readonly RevokedRecord[],
): Promise<void> {
  await exclusively('etrax-revoked-list', async () => {
    const next = change(await readRevoked())
    await writeDeviceValue(KEY, next.length > 0 ? next : undefined)
    setRevoked(next)
  })
}

/** Shows how it goes on, without storing it. */
export function showRevoked(list: readonly RevokedRecord[]): void {
  setRevoked(list)
}
