/** A setting that cannot be used; its message is one sentence for whoever starts the server. */
export class ConfigError extends Error {
  override name = 'ConfigError'
}

export type Environment = Readonly<Record<string, string | undefined>>

/** This machine alone hears what is sent there. */
export const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', '::1', '[::1]', 'localhost'])

export function urlOf(environment: Environment, name: string, protocols: readonly string[]): URL | undefined {
  const text = environment[name]
  if (!text) return undefined
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !protocols.includes(url.protocol))
    // The value may hold a password: it is not repeated.
    throw new ConfigError(
      `${name} must be an address that begins with ${protocols.map((p) => `${p}//`).join(' or ')}.`,
    )
  return url
}

export function switchOf(environment: Environment, name: string, fallback: boolean): boolean {
  const text = environment[name]?.toLowerCase()
  if (!text) return fallback
  if (['1', 'true', 'on', 'yes'].includes(text)) return true
  if (['0', 'false', 'off', 'no'].includes(text)) return false
  throw new ConfigError(`${name}=${environment[name]} must be 1 or 0.`)
}

export function choiceOf<const Choices extends readonly string[]>(
  environment: Environment,
  name: string,
  choices: Choices,
  fallback: Choices[number],
): Choices[number] {
  const text = environment[name]
  if (!text) return fallback
  const choice = choices.find((known) => known === text)
  if (choice === undefined) throw new ConfigError(`${name}=${text} must be one of ${choices.join(', ')}.`)
  return choice
}
