import type { TenantTransaction } from '../tenancy/with-tenant.ts'
import type { Needs } from './needs.ts'
import type { Unit } from './unit.ts'

/** A module that keeps rows of its own beside the documents and takes part in each commit. */
export interface Participant {
  /** Reads what the commit needs; sent together with the other reads, in one round trip. */
  load(transaction: TenantTransaction, needs: Needs, unit: Unit): Promise<void>
  /** Sends statements that write what was decided; where one fails the commit does. */
  write(transaction: TenantTransaction, unit: Unit): void
}
