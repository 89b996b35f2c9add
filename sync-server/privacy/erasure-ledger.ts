import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isUuid } from '../../shared/ids.ts'
import { isJsonObject } from '../../shared/json.ts'
import type { Database } from '../db/database.ts'

/**
 * Whom a school has erased, by ids alone. It is kept in the database and in the data folder: a restore takes the database back to
 * before an erasure, and the file is what then tells of it.
 */
export interface ErasureLedger {
  /** Before anything is erased: what is begun is done to its end, whatever happens meanwhile. */
  begin(tenantId: string, ids: readonly string[]): Promise<void>
  done(tenantId: string, ids: readonly string[]): Promise<void>
  /** It was refused, and nothing was erased. */
  withdraw(tenantId: string, ids: readonly string[]): Promise<void>
  /** All that are known here or in the database, by school; what one of them lacks is added to it. */
  all(): Promise<ReadonlyMap<string, readonly string[]>>
}

export function erasureLedger(database: Database, dataDir: string): ErasureLedger {
  const file = join(dataDir, 'erasures.jsonl')

  function inFile(): readonly Entry[] {
    if (!existsSync(file)) return []
    return readFileSync(file, 'utf8').split('\n').flatMap(entryOf)
  }

  function addToFile(entries: readonly Entry[]) {
    if (entries.length === 0) return
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    appendFileSync(file, entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''), {
      mode: 0o600,
      flush: true,
    })
  }

  return {
    async begin(tenantId, ids) {
      await database`
        INSERT INTO etrax_system.erasures (tenant_id, subject_id)
        SELECT ${tenantId}, unnest(${[...ids]}::text[])::uuid ON CONFLICT DO NOTHING`
    },
    async done(tenantId, ids) {
      await database`
        UPDATE etrax_system.erasures SET done_at = now()
        WHERE tenant_id = ${tenantId} AND subject_id = ANY(${[...ids]}::text[]::uuid[]) AND done_at IS NULL`
      const known = new Set(inFile().map(keyOf))
      addToFile(ids.map((subjectId) => ({ tenantId, subjectId })).filter((entry) => !known.has(keyOf(entry))))
    },
    async withdraw(tenantId, ids) {
      await database`
        DELETE FROM etrax_system.erasures
        WHERE tenant_id = ${tenantId} AND subject_id = ANY(${[...ids]}::text[]::uuid[]) AND done_at IS NULL`
    },
    async all() {
      const rows = await database<Entry[]>`
        SELECT tenant_id AS "tenantId", subject_id AS "subjectId" FROM etrax_system.erasures`
      const tenants = await database<{ id: string }[]>`SELECT id FROM etrax_system.tenants`
      const schools = new Set(tenants.map(({ id }) => id))
      const kept = inFile().filter(({ tenantId }) => schools.has(tenantId))
      const [here, there] = [new Set(kept.map(keyOf)), new Set(rows.map(keyOf))]
      addToFile(rows.filter((entry) => !here.has(keyOf(entry))))
      const found = new Map<string, string[]>()
      for (const { tenantId, subjectId } of [...rows, ...kept.filter((entry) => !there.has(keyOf(entry)))])
        found.set(tenantId, [...(found.get(tenantId) ?? []), subjectId])
      for (const [tenantId, ids] of found) await this.begin(tenantId, ids)
      return found
    },
  }
}

interface Entry {
  readonly tenantId: string
  readonly subjectId: string
}

const keyOf = ({ tenantId, subjectId }: Entry) => `${tenantId} ${subjectId}`

/** A line that was cut by a crash tells of nobody. */
function entryOf(line: string): Entry[] {
  try {
    const value: unknown = JSON.parse(line)
    if (!isJsonObject(value)) return []
    const { tenantId, subjectId } = value
    return isUuid(tenantId) && isUuid(subjectId) ? [{ tenantId, subjectId }] : []
  } catch {
    return []
  }
}
