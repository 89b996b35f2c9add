import type { TenantTransaction } from '../tenancy/with-tenant.ts'
import type { Needs } from './needs.ts'
import type { Unit } from './unit.ts'

/**
 * A module that keeps rows of its own beside the documents and takes part in each commit. What it reads is named by the
 * needs: commits whose needs have nothing in common are decided side by side.
 */
export interface Participant {
  /** Reads what the commit needs, of the school of this id; sent together with the other reads, in one round trip. */
  load(transaction: TenantTransaction, needs: Needs, unit: Unit, school: string): Promise<void>
  /** Whether there is anything to write. */
  changed(unit: Unit): boolean
  /** Sends statements that write what was decided; where one fails the commit does. */
  write(transaction: TenantTransaction, unit: Unit): void
}
