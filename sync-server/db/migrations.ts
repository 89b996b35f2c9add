import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { quoteIdentifier } from './identifiers.ts'

/** One numbered step, and its way back. */
export interface Migration {
  readonly version: number
  readonly name: string
  readonly up: string
  readonly down: string
  /** SHA-256 of `up`, hexadecimal: a step that was applied is never edited. */
  readonly checksum: string
}

export type MigrationKind = 'platform' | 'tenant'

const root = fileURLToPath(new URL('../../migrations', import.meta.url))
const form = /^(\d{4})-([a-z0-9-]+)\.sql$/

/**
 * The steps of a kind in order.
 * @throws Error where numbers are not 1, 2, 3 ... or a way back is missing
 */
export function readMigrations(kind: MigrationKind, folder = join(root, kind)): readonly Migration[] {
  const files = readdirSync(folder)
    .filter((file) => form.test(file))
    .sort()
  return files.map((file, index) => {
    const [, number = '', name = ''] = form.exec(file) ?? []
    if (Number(number) !== index + 1) throw new Error(`${folder}: ${file} is out of sequence.`)
    const up = readFileSync(join(folder, file), 'utf8')
    const down = readFileSync(join(folder, file.replace(/\.sql$/, '.down.sql')), 'utf8')
    return {
      version: index + 1,
      name,
      up,
      down,
      checksum: createHash('sha256').update(up).digest('hex'),
    }
  })
}

/** Puts quoted names where the text says `:"name"`, as psql's variables do. */
export function withNames(sql: string, names: Readonly<Record<string, string>>): string {
  return sql.replace(/:"([a-z]+)"/g, (_, name: string) => {
    const value = names[name]
    if (value === undefined) throw new Error(`The migration names the unknown variable ${name}.`)
    return quoteIdentifier(value)
  })
}

/** What is recorded of a step that was applied. */
export interface AppliedMigration {
  readonly version: number
  readonly name: string
  readonly checksum: string
}

/**
 * The steps still to do, after those applied.
 * @throws Error where an applied step is unknown here or has another text
 */
export function pendingMigrations(
  all: readonly Migration[],
  applied: readonly AppliedMigration[],
  where: string,
): readonly Migration[] {
  for (const step of applied) {
    const known = all[step.version - 1]
    if (!known)
      throw new Error(
        `${where} has the migration ${step.version} (${step.name}), which this version of the program does not know. Start a newer version.`,
      )
    if (known.checksum !== step.checksum)
      throw new Error(
        `${where}: the migration ${step.version} (${step.name}) was edited after it was applied.`,
      )
  }
  return all.filter((step) => !applied.some(({ version }) => version === step.version))
}
