import { EtraxError } from '../../shared/errors.ts'
import type { CustodyCollections } from '../custody/collections.ts'
import type { Database } from '../db/database.ts'
import type { Sessions } from '../identity/sessions.ts'
import type { MessageStore } from '../messages/message-store.ts'
import type { Committer } from '../sync/committer.ts'
import { listTenants } from '../tenancy/tenants.ts'
import { type Tenant, withTenant } from '../tenancy/with-tenant.ts'
import { type DataSubject, findSubject } from './data-subject.ts'
import { type ErasureOptions, eraseDocuments } from './erase-documents.ts'
import { eraseFromLoans } from './erase-from-loans.ts'
import { addressesOf, eraseRows } from './erase-rows.ts'
import { eraseVisitor } from './erase-visitor.ts'
import type { ErasureLedger } from './erasure-ledger.ts'
import { readErasurePlan } from './erasure-plan.ts'

export interface ErasureParts {
  readonly database: Database
  readonly committer: Committer
  readonly collections: CustodyCollections
  readonly ledger: ErasureLedger
  /** Absent where nobody is signed in: then rows alone are removed. */
  readonly sessions?: Pick<Sessions, 'endAllOf'>
  readonly messages?: Pick<MessageStore, 'removeTo'>
}

/**
 * Erases somebody from a school: the own documents, what others say of them, sign-in and all that hangs on it. What was begun
 * is done to its end at the next start at the latest. No actor: its time has come. Resolves to how many documents were changed.
 * @throws EtraxError `not-found`, or `holds-things`: then nothing was changed
 */
export async function eraseSubject(
  parts: ErasureParts,
  tenant: Tenant,
  subject: DataSubject,
  actorId: string | undefined,
): Promise<number> {
  const ids = [...subject.people, ...subject.users]
  await parts.ledger.begin(tenant.id, ids)
  try {
    const changed = await erase(parts, tenant, subject, { actorId, force: false })
    await parts.ledger.done(tenant.id, ids)
    return changed
  } catch (error) {
    if (error instanceof EtraxError && error.code === 'holds-things')
      await parts.ledger.withdraw(tenant.id, ids)
    throw error
  }
}

/**
 * Erases again whoever was erased before: after a restore, after a crash in the middle of it, and what devices have brought
 * since. Resolves to how many documents were changed, over all schools.
 */
export async function eraseAgain(parts: ErasureParts): Promise<number> {
  const known = await parts.ledger.all()
  if (known.size === 0) return 0
  let changed = 0
  for (const tenant of await listTenants(parts.database)) {
    const ids = known.get(tenant.id)
    if (!ids) continue
    changed += await erase(parts, tenant, await subjectOf(parts.database, tenant, ids), {
      actorId: undefined,
      force: true,
    })
    await parts.ledger.done(tenant.id, ids)
  }
  return changed
}

/** All of them as one: the ids that the ledger has, and the names that a restore may have brought back. */
async function subjectOf(database: Database, tenant: Tenant, ids: readonly string[]): Promise<DataSubject> {
  return withTenant(
    database,
    tenant,
    async (tx) => {
      const names = new Set<string>()
      for (const id of ids) for (const name of (await findSubject(tx, id))?.names ?? []) names.add(name)
      const people = await tx<
        { id: string }[]
      >`SELECT id FROM people WHERE id = ANY(${[...ids]}::text[]::uuid[])`
      const here = new Set(people.map(({ id }) => id))
      return { people: [...here], users: ids.filter((id) => !here.has(id)), names: [...names] }
    },
    { mode: 'snapshot' },
  )
}

async function erase(
  parts: ErasureParts,
  tenant: Tenant,
  subject: DataSubject,
  options: ErasureOptions,
): Promise<number> {
  const { database, committer, collections, sessions, messages } = parts
  const plan = await withTenant(database, tenant, (tx) => readErasurePlan(tx, subject), { mode: 'snapshot' })
  const changed = await eraseDocuments(committer, collections, tenant, subject, plan, options)
  for (const userId of subject.users) await sessions?.endAllOf(tenant.id, userId, 'disabled')
  await messages?.removeTo(tenant.id, await addressesOf(database, tenant, subject.users))
  await eraseRows(database, tenant, subject.users)
  await eraseFromLoans(database, tenant, subject.names)
  const elsewhere = await eraseVisitor(database, tenant, subject, (school, there) =>
    eraseSubject(parts, school, there, undefined),
  )
  return changed + elsewhere
}
