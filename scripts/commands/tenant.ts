import { parseArgs } from 'node:util'
import { verifyAuditAsOwner } from '../../sync-server/audit/verify-audit.ts'
import { readConfig } from '../../sync-server/config.ts'
import { createSchoolSync, schoolCustody, schoolLoans } from '../../sync-server/create-school-sync.ts'
import { connectDatabase, type Database } from '../../sync-server/db/database.ts'
import { endLoansOf } from '../../sync-server/loans/end-loans-of.ts'
import { loanStore } from '../../sync-server/loans/loan-store.ts'
import { createLoans } from '../../sync-server/loans/loans.ts'
import { findContradictions } from '../../sync-server/merging/check-projections.ts'
import { refreshAnalytics } from '../../sync-server/organizations/refresh-analytics.ts'
import { eraseAgain } from '../../sync-server/privacy/erase-subject.ts'
import { erasureLedger } from '../../sync-server/privacy/erasure-ledger.ts'
import { beginHistory } from '../../sync-server/tenancy/begin-history.ts'
import { createOrganization, listOrganizations } from '../../sync-server/tenancy/organizations.ts'
import { provisionTenant, removeTenant } from '../../sync-server/tenancy/provision.ts'
import { findTenant, listTenants, tenantDirectory } from '../../sync-server/tenancy/tenants.ts'
import type { Tenant } from '../../sync-server/tenancy/with-tenant.ts'
import { type AdminDatabase, failCommand, withAdminDatabase } from './admin-database.ts'

const HELP = `npm run tenant -- COMMAND

  list                                          every school with its schema
  add SLUG --name NAME [--organization NAME]    make a school; the organization is made where it is missing
           [--time-zone ZONE]                   IANA name (America/Chicago)
  restored SLUG                                 its tables were restored from a backup: devices read all of it again, and
                                                send again what they had confirmed since. Whoever was erased since the backup
                                                is erased again, by the list in the data folder
  check SLUG                                    compares every thing's notes, tags and custom fields with the merge document
                                                that they come from; says what differs, changes nothing, ends with 1 then
  verify-audit SLUG                             recomputes the chain of hashes of the audit log; says where it does not hold,
                                                changes nothing, ends with 1 then
  remove SLUG --yes                             remove a school and all that is in it; there is no way back but a backup. Its
                                                loans end first: what others lent it is lost there, or back where it was on
                                                its way; what they borrowed from it becomes theirs
  --help                                        print this
`

function say(sentence: string): void {
  process.stdout.write(`${sentence}\n`)
}

async function tenant(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      help: { type: 'boolean', short: 'h' },
      yes: { type: 'boolean' },
      name: { type: 'string' },
      organization: { type: 'string', default: 'Independent schools' },
      'time-zone': { type: 'string', default: 'America/Chicago' },
    },
  })
  const [command, slug] = positionals
  if (values.help || command === undefined) return say(HELP)
  await withAdminDatabase(async (database) => {
    if (command === 'list') return await list(database)
    if (slug === undefined) throw new Error(`${command} needs a school's slug.\n\n${HELP}`)
    if (command === 'add') {
      const { name = slug, organization, 'time-zone': timeZone } = values
      return await add(database, { slug, name, organization, timeZone })
    }
    if (command === 'restored') return await restored(database, slug)
    if (command === 'check') return await check(database, slug)
    if (command === 'verify-audit') return await verifyLog(database, slug)
    if (command !== 'remove') throw new Error(`There is no command ${command}.\n\n${HELP}`)
    if (!values.yes) throw new Error('Removing a school removes all that is in it: say --yes.')
    return await remove(database, slug)
  })
}

async function list({ admin }: AdminDatabase): Promise<void> {
  for (const { slug, name, schema, timeZone } of await listTenants(admin))
    say(`${slug.padEnd(24)} ${schema}  ${timeZone.padEnd(24)} ${name}`)
}

async function add(
  { admin, appRole }: AdminDatabase,
  wanted: { slug: string; name: string; organization: string; timeZone: string },
): Promise<void> {
  const known = (await listOrganizations(admin)).find(({ name }) => name === wanted.organization)
  const organization =
    known ?? (await createOrganization(admin, { name: wanted.organization, kind: 'district' }))
  const { slug, schema } = await provisionTenant(
    admin,
    { ...wanted, organizationId: organization.id },
    { appRole },
  )
  await refreshAnalytics(admin, appRole)
  say(`${slug} is there, in ${schema}.`)
}

async function restored({ admin, appUrl }: AdminDatabase, slug: string): Promise<void> {
  const { restoredTo } = await beginHistory(admin, await named(admin, slug))
  say(`${slug} goes on from ${restoredTo}.`)
  const app = connectDatabase(appUrl, { max: 2, name: 'etrax-command' })
  const failures: unknown[] = []
  const sync = createSchoolSync({ database: app, onError: (error) => failures.push(error) })
  try {
    const changed = await eraseAgain({
      database: app,
      committer: sync.committer,
      collections: schoolCustody,
      ledger: erasureLedger(app, readConfig(process.env, []).dataDir),
    })
    if (changed > 0) say(`${changed} documents of people who were erased since the backup are erased again.`)
  } finally {
    await sync.close()
    await app.end({ timeout: 5 })
  }
  if (failures.length > 0) throw failures[0]
}

async function check({ admin }: AdminDatabase, slug: string): Promise<void> {
  const found = await findContradictions(admin, await named(admin, slug))
  for (const { id, fields } of found) say(`${id}  ${fields.join(', ')}`)
  say(
    found.length === 0
      ? `${slug}: everything says the same.`
      : `${slug}: ${found.length} things contradict themselves.`,
  )
  if (found.length > 0) process.exitCode = 1
}

async function verifyLog({ admin }: AdminDatabase, slug: string): Promise<void> {
  const { entries, first, faults } = await verifyAuditAsOwner(admin, await named(admin, slug))
  for (const { n, kind } of faults) say(`entry ${n}: ${kind}`)
  say(
    faults.length === 0
      ? `${slug}: ${entries} entries from ${first ?? 0} on, nothing was changed.`
      : `${slug}: the chain does not hold.`,
  )
  if (faults.length > 0) process.exitCode = 1
}

async function remove({ admin, appRole, appUrl }: AdminDatabase, slug: string): Promise<void> {
  const gone = await named(admin, slug)
  const ended = await endLoans(appUrl, gone)
  if (ended > 0) say(`${ended} loans of ${slug} have ended: see the audit log of the other schools.`)
  await removeTenant(admin, gone)
  await refreshAnalytics(admin, appRole)
  say(`${slug} is gone.`)
}

async function endLoans(appUrl: string, gone: Tenant): Promise<number> {
  const database = connectDatabase(appUrl, { max: 2, name: 'etrax-command' })
  const failures: unknown[] = []
  const sync = createSchoolSync({ database, onError: (error) => failures.push(error) })
  const store = loanStore(database, Date.now)
  const parts = {
    store,
    committer: sync.committer,
    collections: schoolLoans,
    tenants: tenantDirectory(database),
  }
  try {
    return await endLoansOf({ ...parts, loans: createLoans({ ...parts, now: Date.now }) }, gone)
  } finally {
    await sync.close()
    await database.end({ timeout: 5 })
    for (const failure of failures) process.stderr.write(`${String(failure)}\n`)
  }
}

async function named(admin: Database, slug: string): Promise<Tenant> {
  const found = await findTenant(admin, { slug })
  if (!found) throw new Error(`There is no school ${slug}.`)
  return found
}

await tenant().catch(failCommand)
