import { parseArgs } from 'node:util'
import { verifyAuditAsOwner } from '../../sync-server/audit/verify-audit.ts'
import { readConfig } from '../../sync-server/config.ts'
import { schoolCustody, schoolLoans } from '../../sync-server/create-school-sync.ts'
import type { Database } from '../../sync-server/db/database.ts'
import { requireMigrated } from '../../sync-server/db/migrate-all.ts'
import { requireAddressable } from '../../sync-server/identity/invite-from-outside.ts'
import { loanStore } from '../../sync-server/loans/loan-store.ts'
import { removeSchool } from '../../sync-server/loans/remove-school.ts'
import { findContradictions } from '../../sync-server/merging/check-projections.ts'
import { moveSchool } from '../../sync-server/organizations/change-tree.ts'
import { refreshAnalytics } from '../../sync-server/organizations/refresh-analytics.ts'
import { eraseAgain } from '../../sync-server/privacy/erase-subject.ts'
import { erasureLedger } from '../../sync-server/privacy/erasure-ledger.ts'
import { beginHistory } from '../../sync-server/tenancy/begin-history.ts'
import { createOrganization, findOrganization } from '../../sync-server/tenancy/organizations.ts'
import { provisionTenant } from '../../sync-server/tenancy/provision.ts'
import { findTenant, listTenants, tenantDirectory } from '../../sync-server/tenancy/tenants.ts'
import type { Tenant } from '../../sync-server/tenancy/with-tenant.ts'
import { type AdminDatabase, failCommand, withAdminDatabase } from './admin-database.ts'
import { IMPORT_HELP, importFile } from './tenant/import-users.ts'
import { type CommandInvitation, invite, invitedRole } from './tenant/invite.ts'
import { namedOrganization, ORGANIZATION_HELP, organization } from './tenant/organization.ts'
import { withSchoolSync } from './tenant/with-school-sync.ts'

const HELP = `npm run tenant -- COMMAND

  list                                          every school with its schema
  add SLUG --name NAME [--organization ORG]     make a school; an organization of that name is made where it is missing
           [--time-zone ZONE]                   IANA name (America/Chicago)
           [--admin EMAIL [--admin-name NAME]]  and invite its first admin, as by "invite"
  invite SLUG EMAIL --role ROLE --name NAME     makes an account of SCHOOL_ADMIN, ORG_ADMIN or SUPER_ADMIN and prints the
           [--language en|es]                   link to choose a password by; a mail with it goes out too where there is
                                                mail. For an address that has an account: another link for that one
${IMPORT_HELP}  move SLUG --organization ORG                  to another organization, which sees it from then on
  restored SLUG                                 its tables were restored from a backup: devices read all of it again, and
                                                send again what they had confirmed since. Whoever was erased since the backup
                                                is erased again, by the list in the data folder
  check SLUG                                    compares every thing's notes, tags and custom fields with the merge document
                                                that they come from; says what differs, changes nothing, ends with 1 then
  verify-audit SLUG                             recomputes the chain of hashes of the audit log; says where it does not hold,
                                                changes nothing, ends with 1 then
  remove SLUG --yes                             remove a school and all that is in it; there is no way back but a backup. Its
                                                loans end first: what others lent it is lost there, or back where it was on
                                                its way; what they borrowed from it becomes theirs. Its own tables may be
                                                damaged; where it cannot be removed, no loan ends
  --help                                        print this

${ORGANIZATION_HELP}`

/** They write as this program's server would, so that the tables must be as it knows them. */
const MAKE: readonly string[] = ['add', 'invite', 'import-users', 'move', 'organization', 'remove']

function say(sentence: string): void {
  process.stdout.write(`${sentence}\n`)
}

async function tenant(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      help: { type: 'boolean', short: 'h' },
      yes: { type: 'boolean' },
      check: { type: 'boolean', default: false },
      name: { type: 'string' },
      organization: { type: 'string' },
      'time-zone': { type: 'string', default: 'America/Chicago' },
      admin: { type: 'string' },
      'admin-name': { type: 'string' },
      role: { type: 'string' },
      language: { type: 'string', default: 'en' },
      kind: { type: 'string' },
      parent: { type: 'string' },
      'no-parent': { type: 'boolean' },
    },
  })
  const [command, slug, ...words] = positionals
  if (values.help || command === undefined) return say(HELP)
  await withAdminDatabase(async (database) => {
    if (MAKE.includes(command))
      await requireMigrated(database.admin, command === 'remove' && slug !== undefined ? { slug } : undefined)
    if (command === 'list') return await list(database)
    if (command === 'organization') return await organization(database, positionals.slice(1), values, say)
    if (slug === undefined) throw new Error(`${command} needs a school's slug.\n\n${HELP}`)
    if (command === 'add') {
      const { name = slug, organization = 'Independent schools', 'time-zone': timeZone, language } = values
      const admin = adminOf(values.admin, values['admin-name'], language)
      return await add(database, { slug, name, organization, timeZone }, admin)
    }
    if (command === 'invite') {
      const { name, role, language } = values
      const [email] = words
      if (email === undefined || name === undefined)
        throw new Error(`invite needs an address and --name.\n\n${HELP}`)
      const wanted = { email, name, role: invitedRole(role), language }
      return await invite(database.appUrl, await named(database.admin, slug), wanted, say)
    }
    if (command === 'import-users') {
      const [file] = words
      if (file === undefined) throw new Error(`import-users needs a file.\n\n${HELP}`)
      return await importFile(
        database.appUrl,
        await named(database.admin, slug),
        { file, check: values.check },
        say,
      )
    }
    if (command === 'move') return await move(database, slug, values.organization)
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

function adminOf(
  email: string | undefined,
  name: string | undefined,
  language: string,
): CommandInvitation | undefined {
  if (email === undefined) return undefined
  const wanted = { email, name: name ?? email.replace(/@.*/, ''), role: 'SCHOOL_ADMIN', language } as const
  requireAddressable(wanted)
  return wanted
}

async function add(
  { admin, appUrl, appRole }: AdminDatabase,
  wanted: { slug: string; name: string; organization: string; timeZone: string },
  firstAdmin: CommandInvitation | undefined,
): Promise<void> {
  const organization =
    (await findOrganization(admin, wanted.organization)) ??
    (await createOrganization(admin, { name: wanted.organization, kind: 'district' }))
  const tenant = await provisionTenant(admin, { ...wanted, organizationId: organization.id }, { appRole })
  await refreshAnalytics(admin, appRole)
  say(`${tenant.slug} is there, in ${tenant.schema}.`)
  if (firstAdmin) return await invite(appUrl, tenant, firstAdmin, say)
  say(
    `Nobody can sign in to it yet: npm run tenant -- invite ${tenant.slug} EMAIL --role SCHOOL_ADMIN --name NAME`,
  )
}

async function move(
  { admin, appRole }: AdminDatabase,
  slug: string,
  organization: string | undefined,
): Promise<void> {
  if (organization === undefined) throw new Error('Say --organization ORG.')
  const [{ id }, { id: organizationId, name }] = [
    await named(admin, slug),
    await namedOrganization(admin, organization),
  ]
  await moveSchool(admin, appRole, { id, organizationId })
  say(`${slug} is below ${name} now.`)
}

async function restored({ admin, appUrl }: AdminDatabase, slug: string): Promise<void> {
  const { restoredTo } = await beginHistory(admin, await named(admin, slug))
  say(`${slug} goes on from ${restoredTo}.`)
  await withSchoolSync(appUrl, async ({ database, committer }) => {
    const changed = await eraseAgain({
      database,
      committer,
      collections: schoolCustody,
      ledger: erasureLedger(database, readConfig(process.env, []).dataDir),
    })
    if (changed > 0) say(`${changed} documents of people who were erased since the backup are erased again.`)
  })
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
  const ended = await withSchoolSync(appUrl, ({ database, committer }) => {
    const store = loanStore(database, Date.now)
    const tenants = tenantDirectory(database)
    return removeSchool(admin, { store, committer, tenants, collections: schoolLoans, now: Date.now }, gone)
  })
  if (ended > 0) say(`${ended} loans of ${slug} have ended: see the audit log of the other schools.`)
  await refreshAnalytics(admin, appRole)
  say(`${slug} is gone.`)
}

async function named(admin: Database, slug: string): Promise<Tenant> {
  const found = await findTenant(admin, { slug })
  if (!found) throw new Error(`There is no school ${slug}.`)
  return found
}

await tenant().catch(failCommand)
