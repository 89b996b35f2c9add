import type { Database } from './database.ts'

interface Login {
  readonly name: string
  readonly faults: readonly string[]
}

/**
 * Refuses an application's login that may do more than become a school's role: a mistake in the program must not be able to
 * reach past the school that it works for.
 * @throws Error with one sentence that names every fault
 */
export async function requireModestLogin(app: Database): Promise<void> {
  const [login] = await app<Login[]>`
    SELECT current_user AS name, array_remove(ARRAY[
      CASE WHEN rolsuper THEN 'is a superuser' END,
      CASE WHEN rolbypassrls THEN 'has BYPASSRLS' END,
      CASE WHEN rolinherit THEN 'has INHERIT' END,
      CASE WHEN rolcreaterole THEN 'has CREATEROLE' END,
      CASE WHEN rolcreatedb THEN 'has CREATEDB' END,
      CASE WHEN rolreplication THEN 'has REPLICATION' END,
      CASE WHEN EXISTS (SELECT FROM pg_roles AS other
        WHERE other.oid <> me.oid AND (other.rolsuper OR other.rolbypassrls OR other.rolcreaterole)
          AND pg_has_role(me.oid, other.oid, 'MEMBER')) THEN 'may become a role with such rights' END,
      CASE WHEN EXISTS (SELECT FROM pg_shdepend
        WHERE refclassid = 'pg_authid'::regclass AND refobjid = me.oid AND deptype = 'o') THEN 'owns objects' END,
      CASE WHEN EXISTS (SELECT FROM pg_namespace
        WHERE nspname = 'public' AND has_schema_privilege(me.oid, pg_namespace.oid, 'CREATE'))
        THEN 'may create in the schema public' END,
      CASE WHEN has_database_privilege(me.oid, current_database(), 'CREATE') THEN 'may create schemas' END
    ], NULL) AS faults
    FROM pg_roles AS me WHERE rolname = current_user`
  if (!login) throw new Error('The login of DATABASE_URL is unknown to its Postgres.')
  if (login.faults.length > 0)
    throw new Error(
      `The login ${login.name} of DATABASE_URL ${login.faults.join(', ')}. Give the server a login of its own: CREATE ROLE etrax_app LOGIN NOINHERIT PASSWORD '...'.`,
    )
}
