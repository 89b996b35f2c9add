let known: Promise<ReadonlySet<string>> | undefined

/**
 * Whether a password, in lower case, is on the list of those that people use and attackers try; also with digits and signs
 * around it, filled up to twice its length with them, or said several times.
 */
export async function commonPasswordTest(): Promise<(password: string) => boolean> {
  known ??= import('@zxcvbn-ts/language-common').then(
    ({ dictionary }) => new Set(dictionary['passwords-common'].map(String)),
  )
  const list = await known
  return (password) =>
    list.has(password) ||
    list.has(password.replace(/^[\d\W_]+|[\d\W_]+$/g, '')) ||
    list.has(password.replace(/^(.+?)\1+$/u, '$1')) ||
    filledUp(password).some((word) => list.has(word))
}

/** The beginnings that only digits and signs follow, down to half of the whole. */
function filledUp(password: string): readonly string[] {
  const least = Math.ceil(password.length / 2)
  const [tail = ''] = /[\d\W_]*$/.exec(password) ?? []
  const first = Math.max(least, password.length - tail.length)
  return Array.from({ length: Math.max(0, password.length - first) }, (_, index) =>
    password.slice(0, first + index),
  )
}
