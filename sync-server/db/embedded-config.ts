import { totalmem } from 'node:os'

const MEGABYTE = 1024 * 1024

/** How big a cluster is meant to be: a school's server, or one of several in a test run. */
export type Scale = 'server' | 'test'

/**
 * The whole of postgresql.conf for a cluster that listens on a loopback port.
 *
 * Acknowledged means durable here: fsync, full_page_writes and synchronous_commit stay on in tests too.
 */
export function postgresConf(port: number, scale: Scale): string {
  const memory = Math.floor(totalmem() / MEGABYTE)
  const buffers = scale === 'test' ? 32 : Math.min(512, Math.max(64, Math.floor(memory / 8)))
  const settings: Record<string, string | number> = {
    listen_addresses: "'127.0.0.1'",
    port,
    // The loopback port is the one way in: a socket's path must stay below 108 bytes, and a data folder's may not.
    unix_socket_directories: "''",
    max_connections: 200,
    password_encryption: "'scram-sha-256'",
    fsync: 'on',
    full_page_writes: 'on',
    synchronous_commit: 'on',
    shared_buffers: `${buffers}MB`,
    effective_cache_size: `${Math.max(buffers * 2, Math.floor(memory / 2))}MB`,
    work_mem: '8MB',
    maintenance_work_mem: `${scale === 'test' ? 32 : 128}MB`,
    huge_pages: 'off',
    dynamic_shared_memory_type: process.platform === 'win32' ? 'windows' : 'posix',
    // A statement over many schools' schemas locks every table and partition that it names.
    max_locks_per_transaction: 256,
    random_page_cost: 1.1,
    jit: 'off',
    wal_compression: 'pglz',
    min_wal_size: scale === 'test' ? '32MB' : '256MB',
    max_wal_size: scale === 'test' ? '256MB' : '2GB',
    checkpoint_timeout: '15min',
    // Conditions of the network end a session whose client is gone.
    tcp_keepalives_idle: 60,
    client_connection_check_interval: process.platform === 'linux' ? '10s' : 0,
    timezone: "'UTC'",
    log_timezone: "'UTC'",
    lc_messages: "'C'",
    datestyle: "'iso, ymd'",
    log_line_prefix: "'%m [%p] %u@%d '",
    // What users typed stays out of the log.
    log_min_error_statement: 'panic',
    log_parameter_max_length: 0,
    log_parameter_max_length_on_error: 0,
    log_checkpoints: 'off',
  }
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}`)
  return [
    '# Written at every start. Settings of your own go into custom.conf beside this file.',
    ...lines,
    "include_if_exists = 'custom.conf'",
    '',
  ].join('\n')
}

/** The whole of pg_hba.conf: a password for everybody, and nobody from anywhere else. */
export const PG_HBA_CONF = [
  '# Written at every start.',
  'host all all 127.0.0.1/32 scram-sha-256',
  'host all all ::1/128 scram-sha-256',
  '',
].join('\n')
