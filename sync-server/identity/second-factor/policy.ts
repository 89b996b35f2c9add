import { isJsonObject } from '../../../shared/json.ts'
import { PEOPLE_ROLES, type Role } from '../../../shared/roles.ts'
import type { TenantTransaction } from '../../tenancy/with-tenant.ts'

/** Whether somebody of a role has to have a second factor. */
export type SecondFactorPolicy = Readonly<Record<Role, boolean>>

/** Until a school decides otherwise: who may read what is personal of a whole school, or change who may. */
export const USUAL_POLICY: SecondFactorPolicy = {
  STATION: false,
  USER: false,
  COACH: false,
  EQUIPMENT_MANAGER: false,
  SCHOOL_ADMIN: true,
  ORG_ADMIN: true,
  SUPER_ADMIN: true,
}

const NAME = 'second-factor'

export async function readPolicy(tx: TenantTransaction): Promise<SecondFactorPolicy> {
  const [row] = await tx<{ value: unknown }[]>`SELECT value FROM school_settings WHERE name = ${NAME}`
  const chosen = isJsonObject(row?.value) ? row.value : {}
  const policy = { ...USUAL_POLICY }
  for (const role of PEOPLE_ROLES) {
    const wanted = chosen[role]
    if (typeof wanted === 'boolean') policy[role] = wanted
  }
  return policy
}

/** Whether the school ever decided something about it. */
export async function decidesPolicy(tx: TenantTransaction): Promise<boolean> {
  const rows = await tx`SELECT 1 FROM school_settings WHERE name = ${NAME}`
  return rows.length > 0
}

/** For schools whose sign-ins are made by a program and are passwords alone: no role needs a factor. */
export async function askNobody(tx: TenantTransaction): Promise<void> {
  const relaxed = Object.fromEntries(PEOPLE_ROLES.map((role) => [role, false]))
  await changePolicy(tx, relaxed, { userId: undefined, at: new Date() })
}

/** Changes what it is for these roles; the others stay as they are. */
export async function changePolicy(
  tx: TenantTransaction,
  change: Partial<SecondFactorPolicy>,
  by: { readonly userId: string | undefined; readonly at: Date },
): Promise<void> {
  await tx`
    INSERT INTO school_settings (name, value, changed_at, changed_by)
    VALUES (${NAME}, ${JSON.stringify(change)}::text::jsonb, ${by.at}, ${by.userId ?? null})
    ON CONFLICT (name) DO UPDATE SET value = school_settings.value || excluded.value, changed_at = excluded.changed_at,
      changed_by = excluded.changed_by`
}
