import type { DataProtection } from '../../data-protection/data-protection.ts'
import type { Database } from '../../db/database.ts'
import type { SecurityLog } from '../../observability/security-log.ts'
import type { Committer } from '../../sync/committer.ts'
import type { TenantDirectory } from '../../tenancy/tenants.ts'
import type { AccessTokens } from '../access-tokens.ts'
import type { AccountMail } from '../account-mail.ts'
import type { Sessions } from '../sessions.ts'
import type { Challenges } from './challenges.ts'
import type { CodeLimits } from './code-limits.ts'
import type { FactorCodes } from './factor-codes.ts'

/** What the routes of the second factor work with. */
export interface SecondFactorParts {
  readonly database: Database
  readonly tenants: TenantDirectory
  readonly sessions: Sessions
  readonly tokens: AccessTokens
  readonly committer: Committer
  readonly challenges: Challenges
  readonly codeLimits: CodeLimits
  readonly codes: FactorCodes
  readonly mail: AccountMail
  readonly protection: DataProtection
  readonly publicUrl: URL | undefined
  readonly baseHost: string
  readonly log: SecurityLog
  readonly now: () => number
}
