/** Why the embedded Postgres could not be started. */
export type EmbeddedPostgresErrorCode =
  | 'data-folder-in-use'
  | 'data-folder-of-another-user'
  | 'database-missing'
  | 'no-binaries'
  | 'other-version'
  | 'no-os-user'
  | 'initdb-failed'
  | 'start-failed'
  | 'stop-failed'

/** A failure of the embedded Postgres; `message` is a sentence for whoever starts the server. */
export class EmbeddedPostgresError extends Error {
  readonly code: EmbeddedPostgresErrorCode

  constructor(code: EmbeddedPostgresErrorCode, message: string) {
    super(message)
    this.name = 'EmbeddedPostgresError'
    this.code = code
  }
}
