import { createSignal } from 'solid-js'
import { isLanguage, type Language } from '../../../shared/languages.ts'

export type Locale = Language

/** Where the choice is kept; public/boot.js reads the same key before the first paint. */
export const localeKey = 'etrax.locale'

export const isLocale = isLanguage

function initial(): Locale {
  try {
    const kept = localStorage.getItem(localeKey)
    if (isLocale(kept)) return kept
  } catch {
    // Storage can be forbidden; the browser's language then holds.
  }
  const languages = globalThis.navigator?.languages ?? []
  return languages.find((tag) => /^(en|es)\b/.test(tag))?.startsWith('es') ? 'es' : 'en'
}

const [locale, setSignal] = createSignal<Locale>(initial())
const [timeZone, setTimeZoneSignal] = createSignal(Intl.DateTimeFormat().resolvedOptions().timeZone)

/** The language and the school's IANA time zone in which everything is shown. Reactive. */
export { locale, timeZone }

export function setLocale(value: Locale): void {
  setSignal(value)
  if (typeof document !== 'undefined') document.documentElement.lang = value
  try {
    localStorage.setItem(localeKey, value)
  } catch {
    // The choice holds for this visit.
  }
}

/** The school's time zone; a name that this browser does not know is refused with a RangeError and changes nothing. */
export function setTimeZone(name: string): void {
  new Intl.DateTimeFormat('en', { timeZone: name })
  setTimeZoneSignal(name)
}
