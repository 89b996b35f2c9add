import { createSignal } from 'solid-js'
import { accentFor } from './accent.ts'

import type { Theme } from './theme-name.ts'

export type ThemeChoice = Theme | 'system'
export type Density = 'comfortable' | 'station'

/** Where the choices are kept; public/boot.js reads the same keys before the first paint. */
export const themeKey = 'etrax.theme'
export const densityKey = 'etrax.density'

function stored(key: string): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    // Storage can be forbidden altogether; the system's choice then holds for this visit.
    return null
  }
}

function keep(key: string, value: string): void {
  try {
    localStorage.setItem(key, value)
  } catch {
    // The choice holds for this visit.
  }
}

const isTheme = (value: string | null): value is Theme =>
  value === 'light' || value === 'dark' || value === 'outdoor'

function readChoice(): ThemeChoice {
  const value = stored(themeKey)
  return isTheme(value) ? value : 'system'
}

const [themeChoice, setChoice] = createSignal<ThemeChoice>(readChoice())
const [theme, setTheme] = createSignal<Theme>('light')
const [density, setDensitySignal] = createSignal<Density>(
  stored(densityKey) === 'station' ? 'station' : 'comfortable',
)
let schoolColour: string | undefined

/** `themeChoice`: what the user chose; `theme`: what is shown; `density`: size of targets. Reactive. */
export { density, theme, themeChoice }

function bySystem(): Theme {
  if (matchMedia('(prefers-contrast: more)').matches) return 'outdoor'
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
}

function apply(): void {
  const choice = themeChoice()
  const shown = choice === 'system' ? bySystem() : choice
  setTheme(shown)
  const root = document.documentElement
  root.dataset.theme = shown
  const accent = schoolColour ? accentFor(schoolColour, shown) : undefined
  const roles = {
    '--color-accent': accent?.accent,
    '--color-on-accent': accent?.onAccent,
    '--color-accent-text': accent?.accentText,
    '--color-accent-soft': accent?.accentSoft,
  }
  for (const [name, value] of Object.entries(roles)) {
    if (value) root.style.setProperty(name, value)
    else root.style.removeProperty(name)
  }
  const surface = getComputedStyle(root).getPropertyValue('--color-surface').trim()
  document.querySelector('meta[name="theme-color"]')?.setAttribute('content', surface)
}

export function chooseTheme(choice: ThemeChoice): void {
  keep(themeKey, choice)
  setChoice(choice)
  apply()
}

export function chooseDensity(value: Density): void {
  keep(densityKey, value)
  setDensitySignal(value)
  if (value === 'station') document.documentElement.dataset.density = 'station'
  else delete document.documentElement.dataset.density
}

/** The school's colour as `#rrggbb`; undefined or no colour: the theme's own accent. */
export function setSchoolColour(colour: string | undefined): void {
  schoolColour = colour
  apply()
}

/** Called once at the start of the page: takes over from boot.js and follows the system from then on. */
export function startTheme(): void {
  for (const query of ['(prefers-color-scheme: dark)', '(prefers-contrast: more)']) {
    matchMedia(query).addEventListener('change', apply)
  }
  apply()
}
