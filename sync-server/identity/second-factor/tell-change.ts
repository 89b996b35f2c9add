import type { Language } from '../../../shared/languages.ts'
import type { Database } from '../../db/database.ts'
import type { FactorChange } from '../../messages/templates/factor-changed.ts'
import type { Tenant } from '../../tenancy/with-tenant.ts'
import type { AccountMail } from '../account-mail.ts'
import { type Account, findCredentials } from '../accounts.ts'
import type { FactorKind } from './factors.ts'

export interface FactorNews {
  readonly change: FactorChange
  /** Undefined where all of them went. */
  readonly kind?: FactorKind
}

/** Tells the account's owner that a factor came or went, by whomever, at the address of the account. */
export async function tellChange(
  { database, mail }: { readonly database: Database; readonly mail: AccountMail },
  tenant: Tenant,
  { id, name }: Pick<Account, 'id' | 'name'>,
  { change, kind }: FactorNews,
  language: Language,
): Promise<void> {
  const credentials = mail.can() ? await findCredentials(database, tenant, id) : undefined
  if (!credentials) return
  await mail.tellFactorChanged(
    tenant,
    { name, email: credentials.email },
    { change, kind: kind ?? '' },
    language,
  )
}
