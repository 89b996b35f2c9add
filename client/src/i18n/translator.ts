import type { Catalogue, Message, Messages, Values } from './catalogue.ts'
import { formatNumber } from './format.ts'
import { type Locale, locale } from './locale.ts'

const rules = new Map<Locale, Intl.PluralRules>()
function ruleOf(language: Locale): Intl.PluralRules {
  let rule = rules.get(language)
  if (!rule) {
    rule = new Intl.PluralRules(language)
    rules.set(language, rule)
  }
  return rule
}

/** One message in one language: the form by `values.count`, then each `{name}` replaced, numbers as the language writes them. */
export function render(
  message: Message,
  values: Readonly<Record<string, string | number>>,
  language: Locale,
): string {
  let text: string
  if (typeof message === 'string') text = message
  else {
    const form = ruleOf(language).select(Number(values.count))
    text = (form === 'one' || form === 'many' ? message[form] : undefined) ?? message.other
  }
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name]
    if (value === undefined) return whole
    return typeof value === 'number' ? formatNumber(value, undefined, language) : value
  })
}

export type Translate<E extends Messages> = {
  /** Reactive: read inside JSX or a memo it follows the language. */
  <K extends keyof E & string>(key: K, ...values: Values<E[K]>): string
  /** Whether the catalogue has the key; for keys that come from data, such as error codes. */
  has(key: string): key is keyof E & string
  readonly catalogue: Catalogue<E>
}

/**
 * A feature's messages and the function that reads them. Spanish must have exactly the keys of English: the type says
 * so, and catalogues.test.ts compares the names between braces too.
 *
 * @example
 * export const t = translator({
 *   en: { title: 'Equipment', found: { one: '{count} piece', other: '{count} pieces' } },
 *   es: { title: 'Equipo', found: { one: '{count} pieza', other: '{count} piezas' } },
 * });
 * t('found', { count: 3 });
 */
export function translator<const E extends Messages>(catalogue: Catalogue<E>): Translate<E> {
  const texts: Readonly<Record<Locale, Messages>> = catalogue
  const t = (key: keyof E & string, values: Readonly<Record<string, string | number>> = {}) =>
    render(texts[locale()][key] ?? key, values, locale())
  const has = (key: string): key is keyof E & string => Object.hasOwn(catalogue.en, key)
  return Object.assign(t, { has, catalogue })
}
