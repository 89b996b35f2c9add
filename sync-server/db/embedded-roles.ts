import postgres from 'postgres'
import { SUPERUSER } from './embedded-cluster.ts'
import type { EmbeddedState } from './embedded-state.ts'

export const DATABASE = 'etrax'
const OWNER = 'etrax_owner'
const APP = 'etrax_app'

/** The addresses of one cluster's database, each with its login's password. */
export type ClusterUrls = { superuserUrl: string; adminUrl: string; appUrl: string }

/** The addresses for a cluster that listens on `port`. */
export function clusterUrls(port: number, passwords: EmbeddedState['passwords']): ClusterUrls {
  const url = (user: string, password: string) =>
    `postgres://${user}:${password}@127.0.0.1:${port}/${DATABASE}`
  return {
    superuserUrl: url(SUPERUSER, passwords.superuser),
    adminUrl: url(OWNER, passwords.owner),
    appUrl: url(APP, passwords.app),
  }
}

/**
 * Makes the database and its two logins what they are meant to be; repeating it changes nothing.
 *
 * The owner makes schemas and roles and is no superuser. The application's login owns nothing, inherits nothing
 * and may make nothing: what it may do it does as a role that it switches to.
 */
export async function ensureRoles(port: number, passwords: EmbeddedState['passwords']): Promise<void> {
  const connection = { host: '127.0.0.1', port, user: SUPERUSER, password: passwords.superuser, max: 1 }
  const cluster = postgres({ ...connection, database: 'postgres', onnotice: () => {} })
  try {
    await ensureLogin(cluster, OWNER, passwords.owner, 'INHERIT CREATEROLE')
    await ensureLogin(cluster, APP, passwords.app, 'NOINHERIT NOCREATEROLE')
    const found = await cluster`SELECT 1 FROM pg_database WHERE datname = ${DATABASE}`
    if (found.length === 0) await cluster.unsafe(`CREATE DATABASE ${DATABASE} OWNER ${OWNER}`)
    await cluster.unsafe(`
      REVOKE ALL ON DATABASE postgres, template1, ${DATABASE} FROM PUBLIC;
      GRANT CONNECT ON DATABASE ${DATABASE} TO ${APP};`)
  } finally {
    await cluster.end()
  }
}

async function ensureLogin(
  sql: postgres.Sql,
  role: string,
  password: string,
  attributes: string,
): Promise<void> {
  const found = await sql`SELECT 1 FROM pg_roles WHERE rolname = ${role}`
  const verb = found.length === 0 ? 'CREATE' : 'ALTER'
  // The password is one of ours, hexadecimal: DDL takes no parameters.
  await sql.unsafe(
    `${verb} ROLE ${role} WITH LOGIN NOSUPERUSER NOCREATEDB NOREPLICATION NOBYPASSRLS ${attributes} PASSWORD '${password}'`,
  )
}
