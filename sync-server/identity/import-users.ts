import { users } from '../../shared/collections/users.ts'
import { uuidv7 } from '../../shared/ids.ts'
import { isStorableText } from '../../shared/validate.ts'
import type { Database } from '../db/database.ts'
import type { Committer } from '../sync/committer.ts'
import { writeAsServer } from '../sync/server-write.ts'
import { type Tenant, withTenant } from '../tenancy/with-tenant.ts'
import { EMAIL_PATTERN, normalEmail } from './accounts.ts'

/** Whom another system may bring; those above a school are invited one by one. */
export const IMPORTED_ROLES = ['USER', 'COACH', 'EQUIPMENT_MANAGER', 'SCHOOL_ADMIN'] as const
export const IMPORT_FIELDS = ['email', 'name', 'role', 'hash'] as const
type ImportField = (typeof IMPORT_FIELDS)[number]

/** A user as another system has it; values may be anything that was in the file. */
export interface ImportRow {
  /** Where it stands: the line of a file, or which entry of a list, from 1. */
  readonly line: number
  readonly values: Readonly<Record<string, unknown>>
}

export interface ImportedUser {
  readonly email: string
  readonly name: string
  readonly role: (typeof IMPORTED_ROLES)[number]
  /** bcrypt. */
  readonly hash: string
}

export interface ImportIssue {
  readonly line: number
  readonly field: string
  readonly code:
    | 'required'
    | 'malformed'
    | 'too-long'
    | 'not-a-choice'
    | 'twice'
    | 'cost-out-of-range'
    | 'unknown-field'
}

const LONGEST: Readonly<Record<ImportField, number>> = { email: 254, name: 200, role: 50, hash: 60 }
const BCRYPT = /^\$2[aby]\$(\d\d)\$[./A-Za-z0-9]{53}$/
/** What bcrypt knows at least; and at most what a sign-in may take: each step more doubles the time for which it holds a core. */
const COSTS = { least: 4, most: 14 }

/** What can be imported, or all that is wrong with it. */
export function checkImport(rows: readonly ImportRow[]): {
  readonly users: readonly ImportedUser[]
  readonly issues: readonly ImportIssue[]
} {
  const issues: ImportIssue[] = []
  const known = new Set<string>()
  const imported = rows.flatMap(({ line, values }) => {
    const note = (field: string, code: ImportIssue['code']) => void issues.push({ line, field, code })
    for (const field of Object.keys(values))
      if (!IMPORT_FIELDS.some((one) => one === field)) note(field, 'unknown-field')
    const [email, name, roleName, hash] = IMPORT_FIELDS.map((field) => textOf(values[field], field, note))
    const role = IMPORTED_ROLES.find((one) => one === roleName)
    if (email !== undefined && !new RegExp(EMAIL_PATTERN).test(email)) note('email', 'malformed')
    else if (email !== undefined && known.has(normalEmail(email))) note('email', 'twice')
    if (roleName !== undefined && !role) note('role', 'not-a-choice')
    if (hash !== undefined) checkHash(hash, note)
    if (email === undefined || name === undefined || !role || hash === undefined) return []
    known.add(normalEmail(email))
    return [{ email: normalEmail(email), name, role, hash }]
  })
  return { users: issues.length > 0 ? [] : imported, issues }
}

type Note = (field: string, code: ImportIssue['code']) => void

function textOf(value: unknown, field: ImportField, note: Note): string | undefined {
  const text = typeof value === 'string' ? value.trim() : undefined
  if (value === undefined || value === null || text === '') note(field, 'required')
  else if (text === undefined || !isStorableText(text)) note(field, 'malformed')
  else if (text.length > LONGEST[field]) note(field, 'too-long')
  else return text
  return undefined
}

function checkHash(hash: string, note: Note) {
  const cost = BCRYPT.exec(hash)?.[1]
  if (cost === undefined) note('hash', 'malformed')
  else if (Number(cost) < COSTS.least || Number(cost) > COSTS.most) note('hash', 'cost-out-of-range')
}

/**
 * Makes the users who are not there yet, who sign in with the passwords that they have: a hash is verified, and replaced at the first
 * sign-in. Whoever has the address already keeps name, role and password, so that the same once more, or the rest after a break, makes
 * nobody twice and takes back nothing. The school's log has each without an actor, and that the password came along.
 */
export async function importUsers(
  { database, committer }: { readonly database: Database; readonly committer: Committer },
  tenant: Tenant,
  wanted: readonly ImportedUser[],
): Promise<{ readonly made: number; readonly there: number }> {
  let made = 0
  for (const { email, name, role, hash } of wanted) {
    const id = uuidv7()
    if (!(await takeAddress(database, tenant, { id, email, hash }))) continue
    await writeAsServer(committer, tenant, undefined, [
      {
        definition: users,
        id,
        change: () => ({ id, stamp: '', name, role, active: true, teamIds: [] }),
        detail: { imported: 'bcrypt' },
      },
    ])
    made += 1
  }
  return { made, there: wanted.length - made }
}

/** Addresses of an import that somebody of the school has. */
export async function addressesThere(
  database: Database,
  tenant: Tenant,
  wanted: readonly ImportedUser[],
): Promise<number> {
  const emails = wanted.map(({ email }) => email)
  const rows = await withTenant(
    database,
    tenant,
    (tx) => tx`
      SELECT 1 FROM credentials JOIN users ON users.id = user_id WHERE email = ANY(${emails})`,
  )
  return rows.length
}

/** False where somebody has the address; what is left of a user that was never stored gives it free. */
async function takeAddress(
  database: Database,
  tenant: Tenant,
  { id, email, hash }: { readonly id: string; readonly email: string; readonly hash: string },
): Promise<boolean> {
  const stored = await withTenant(
    database,
    tenant,
    (tx) => tx`
      INSERT INTO credentials (user_id, email, password_hash) VALUES (${id}, ${email}, ${hash})
      ON CONFLICT (email) DO UPDATE SET user_id = excluded.user_id, password_hash = excluded.password_hash,
        invitation_hash = NULL, invitation_expires_at = NULL, reset_hash = NULL, reset_expires_at = NULL
      WHERE NOT EXISTS (SELECT 1 FROM users WHERE users.id = credentials.user_id)`,
  )
  return stored.count > 0
}
