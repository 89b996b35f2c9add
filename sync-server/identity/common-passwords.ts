let known: Promise<ReadonlySet<string>> | undefined

/** Whether a password, in lower case, is on the list of those that people use and attackers try, digits around it or not. */
export async function commonPasswordTest(): Promise<(password: string) => boolean> {
  known ??= import('@zxcvbn-ts/language-common').then(
    ({ dictionary }) => new Set(dictionary['passwords-common'].map(String)),
  )
  const list = await known
  return (password) => list.has(password) || list.has(password.replace(/^[\d\W_]+|[\d\W_]+$/g, ''))
}
