import { hash, verify } from '@node-rs/argon2'
import { verify as verifyBcrypt } from '@node-rs/bcrypt'

export const SHORTEST_PASSWORD = 12
export const LONGEST_PASSWORD = 256

/** argon2id, 32 MiB, 3 passes: above the least that OWASP names, and about 60 ms on a small server's core. */
const PARAMETERS = { memoryCost: 32 * 1024, timeCost: 3, parallelism: 1 } as const

/** Hashes at work at once: each holds its memory and a core. */
const AT_ONCE = 2
let working = 0
const waiting: (() => void)[] = []

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (working >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve))
  else working += 1
  try {
    return await work()
  } finally {
    // The place goes on to the next one that waits.
    const next = waiting.shift()
    if (next) next()
    else working -= 1
  }
}

/** The hash in PHC form; the password exactly as it came. */
export function hashPassword(password: string): Promise<string> {
  return inTurn(() => hash(password, PARAMETERS))
}

let standIn: Promise<string> | undefined

/** Whether the password fits. Without a hash it takes as long, and never fits: nobody learns whether an account is there. */
export function verifyPassword(stored: string | undefined, password: string): Promise<boolean> {
  return inTurn(async () => {
    if (stored !== undefined && isBcrypt(stored)) return await verifyImported(stored, password)
    standIn ??= hash(crypto.randomUUID(), PARAMETERS)
    const fits = await verify(stored ?? (await standIn), password)
    return fits && stored !== undefined
  })
}

/** What bcrypt looks at; it knows nothing of bytes after these, nor after a NUL. */
const BCRYPT_BYTES = 72

/**
 * A hash that came from another system. What bcrypt would cut off cannot be verified, and so does not fit; it takes as long to say so, or one
 * request would tell that the account is there.
 */
async function verifyImported(stored: string, password: string): Promise<boolean> {
  const isCut = Buffer.byteLength(password) > BCRYPT_BYTES || password.includes('\0')
  const fits = await verifyBcrypt(isCut ? '' : password, stored)
  return fits && !isCut
}

function isBcrypt(stored: string): boolean {
  return /^\$2[aby]\$\d\d\$/.test(stored)
}

const PRESENT = `$argon2id$v=19$m=${PARAMETERS.memoryCost},t=${PARAMETERS.timeCost},p=${PARAMETERS.parallelism}$`

/** Whether a hash was made in another way than hashes are made now. */
export function isOutdatedHash(stored: string): boolean {
  return !stored.startsWith(PRESENT)
}

export type PasswordIssue = 'too-short' | 'too-long' | 'common' | 'like-a-name' | 'not-text'

/**
 * Why a new password is refused; undefined where it may be taken. No composition rules.
 * @param names of the school, the user and the e-mail address
 */
export function passwordIssue(
  password: string,
  names: readonly string[],
  isCommon: (password: string) => boolean,
): PasswordIssue | undefined {
  if (!password.isWellFormed()) return 'not-text'
  if ([...password].length < SHORTEST_PASSWORD) return 'too-short'
  if (password.length > LONGEST_PASSWORD) return 'too-long'
  const plain = password.toLowerCase()
  if (isCommon(plain) || new Set(plain).size < 4) return 'common'
  const parts = names
    .flatMap((name) => name.toLowerCase().split(/[^\p{L}\p{N}]+/u))
    .filter((part) => part.length > 3)
  // What is left without the names has to be a password of some length itself.
  const rest = parts.reduce((text, part) => text.replaceAll(part, ''), plain)
  return rest.length < 8 && rest.length < plain.length ? 'like-a-name' : undefined
}
