import { randomInt } from 'node:crypto'
import { mkdir, open, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { isRole, type Role } from '../../shared/roles.ts'

/** What somebody tries the demo with; one for each role and school. */
export interface DemoSignIn {
  readonly tenant: string
  readonly role: Role
  readonly email: string
  readonly password: string
}

const FILE = 'demo-sign-ins.json'

export const signInsPath = (dataDir: string) => join(dataDir, FILE)

/** The sign-ins that were written before; none where there is no such file, or none that can be read. */
export async function readSignIns(dataDir: string): Promise<readonly DemoSignIn[]> {
  let text: string
  try {
    text = await readFile(signInsPath(dataDir), 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
  const parsed = parse(text)
  return Array.isArray(parsed) ? parsed.filter(isSignIn) : []
}

/** Readable by the owner alone, and never half-written. */
export async function writeSignIns(dataDir: string, signIns: readonly DemoSignIn[]): Promise<void> {
  await mkdir(dataDir, { recursive: true })
  const path = signInsPath(dataDir)
  const file = await open(`${path}.new`, 'w', 0o600)
  try {
    await file.chmod(0o600)
    await file.writeFile(`${JSON.stringify(signIns, null, 2)}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(`${path}.new`, path)
}

/** What a damaged file holds counts as nothing: its passwords are made anew. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isSignIn(value: unknown): value is DemoSignIn {
  if (typeof value !== 'object' || value === null) return false
  const { tenant, role, email, password }: Record<string, unknown> = { ...value }
  return [tenant, email, password].every((text) => typeof text === 'string') && isRole(role)
}

/** Letters that cannot be taken for one another. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789'

/** Four groups of five: about 99 bits, and can be typed from another screen. */
export function randomPassword(): string {
  const group = () => Array.from({ length: 5 }, () => LETTERS[randomInt(LETTERS.length)]).join('')
  return [group(), group(), group(), group()].join('-')
}
