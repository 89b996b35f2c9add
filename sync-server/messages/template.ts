import type { Language } from '../../shared/languages.ts'
import type { Letter } from './letter.ts'

export interface TemplateText<Value extends string> {
  /** How long what it says is of use, in milliseconds: it is not sent any more afterwards. */
  readonly lifeMs: number
  /** What it is told. */
  readonly values: readonly Value[]
  readonly write: Readonly<Record<Language, (values: Readonly<Record<Value, string>>) => Letter>>
}

export interface Template<Value extends string> {
  readonly lifeMs: number
  readonly values: readonly Value[]
  /** Undefined where a value is missing. */
  letter(language: Language, values: Readonly<Record<string, unknown>>): Letter | undefined
}

/** One kind of message, in every language. */
export function template<const Value extends string>(text: TemplateText<Value>): Template<Value> {
  return {
    lifeMs: text.lifeMs,
    values: text.values,
    letter(language, values) {
      return hasAll(values, text.values) ? text.write[language](values) : undefined
    },
  }
}

function hasAll<Value extends string>(
  values: Readonly<Record<string, unknown>>,
  names: readonly Value[],
): values is Readonly<Record<Value, string>> {
  return names.every((name) => Object.hasOwn(values, name) && typeof values[name] === 'string')
}
