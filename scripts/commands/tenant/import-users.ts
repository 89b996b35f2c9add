import { readFile } from 'node:fs/promises'
import Papa from 'papaparse'
import { isJsonObject } from '../../../shared/json.ts'
import {
  addressesThere,
  checkImport,
  type ImportRow,
  importUsers,
} from '../../../sync-server/identity/import-users.ts'
import type { Tenant } from '../../../sync-server/tenancy/with-tenant.ts'
import { withSchoolSync } from './with-school-sync.ts'

const MOST_ROWS = 10_000
const MOST_BYTES = 5_000_000

export const IMPORT_HELP = `  import-users SLUG FILE [--check]              makes users of another system who go on with their passwords. FILE: CSV with the
                                                columns email, name, role, hash, or a JSON list of objects of the same names.
                                                role: USER, COACH, EQUIPMENT_MANAGER or SCHOOL_ADMIN; hash: bcrypt, of a cost of
                                                at most 14. Whoever has the address already stays as they are. Where anything is
                                                wrong each of it is printed as "LINE FIELD CODE", nobody is made and it ends with
                                                1. --check makes nobody. The file opens accounts to whoever guesses well: remove it
`

/** Makes the users of a file, or says all that is wrong with it. */
export async function importFile(
  appUrl: string,
  tenant: Tenant,
  { file, check }: { readonly file: string; readonly check: boolean },
  say: (sentence: string) => void,
): Promise<void> {
  const { users, issues } = checkImport(await readRows(file))
  for (const { line, field, code } of issues) say(`${line} ${field} ${code}`)
  if (issues.length > 0) {
    say('Nobody was made.')
    process.exitCode = 1
    return
  }
  await withSchoolSync(appUrl, async ({ database, committer }) => {
    if (check) {
      const there = await addressesThere(database, tenant, users)
      return say(`${users.length - there} would be made, ${there} are there already.`)
    }
    const { made, there } = await importUsers({ database, committer }, tenant, users)
    say(`${made} users were made in ${tenant.slug}, ${there} were there already. Remove the file.`)
  })
}

/** @throws Error with a sentence for what is no such file */
async function readRows(file: string): Promise<readonly ImportRow[]> {
  const bytes = await readFile(file)
  if (bytes.length > MOST_BYTES) throw new Error(`${file} is larger than 5 MB.`)
  const text = utf8(bytes, file)
  const rows = file.toLowerCase().endsWith('.json') ? fromJson(text, file) : fromCsv(text, file)
  if (rows.length === 0) throw new Error(`There is nobody in ${file}.`)
  if (rows.length > MOST_ROWS) throw new Error(`${file} has more than ${MOST_ROWS} users.`)
  return rows
}

function utf8(bytes: Buffer, file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new Error(`${file} is not UTF-8.`)
  }
}

function fromJson(text: string, file: string): readonly ImportRow[] {
  const list = parsed(text, file)
  if (!Array.isArray(list)) throw new Error(`${file} is no JSON list.`)
  return list.map((values: unknown, index) => ({
    line: index + 1,
    values: isJsonObject(values) ? values : {},
  }))
}

function parsed(text: string, file: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Error(`${file} is no JSON.`)
  }
}

function fromCsv(text: string, file: string): readonly ImportRow[] {
  const { data, errors } = Papa.parse<string[]>(text.replace(/\r\n?/g, '\n'), { newline: '\n' })
  if (errors.some(({ type }) => type === 'Quotes')) throw new Error(`A quote in ${file} closes nowhere.`)
  const [head = [], ...rows] = data
  const names = head.map((name) => name.trim().toLowerCase())
  if (new Set(names).size < names.length) throw new Error(`A column of ${file} is there twice.`)
  return rows.flatMap((cells, index) =>
    cells.every((cell) => cell.trim() === '')
      ? []
      : [
          {
            line: index + 2,
            values: Object.fromEntries(
              cells.map((cell, column) => [names[column] ?? `column ${column + 1}`, cell]),
            ),
          },
        ],
  )
}
