import { contrast, fromOklch, parseHex, type Rgb, toHex, toOklch } from './colour.ts'
import type { Theme } from './theme-name.ts'

/** The accent roles of one theme, as `#rrggbb`. */
export type AccentRoles = { accent: string; onAccent: string; accentText: string; accentSoft: string }

type Ground = {
  /** Everything that accent-coloured words may lie on. */
  surfaces: readonly string[]
  /** The least contrast of words. */
  words: number
  dark: boolean
  softLightness: number
}

/** The surfaces of tokens.css and themes.css; contrast.test.ts fails when the two drift apart. */
export const grounds: Readonly<Record<Theme, Ground>> = {
  light: {
    surfaces: ['#f3f5f4', '#ffffff', '#e8ecea', '#e2e8e5'],
    words: 4.5,
    dark: false,
    softLightness: 0.92,
  },
  dark: {
    surfaces: ['#0f1513', '#18201e', '#0a0e0d', '#232d2a'],
    words: 4.5,
    dark: true,
    softLightness: 0.32,
  },
  outdoor: { surfaces: ['#ffffff', '#f2f2f0', '#e7e7e4'], words: 7, dark: false, softLightness: 0.95 },
}

const white: Rgb = [1, 1, 1]
const ink: Rgb = [4 / 255, 16 / 255, 13 / 255]

const least = (colour: Rgb, others: readonly Rgb[]) =>
  Math.min(...others.map((other) => contrast(colour, other)))

/** The nearest lightness, from the school's own towards dark or light, at which the test holds. */
function shift(start: Rgb, lighter: boolean, holds: (colour: Rgb) => boolean): Rgb {
  const from = toOklch(start)
  const step = lighter ? 0.005 : -0.005
  for (let l = from.l; l >= 0 && l <= 1; l += step) {
    const colour = parseHex(toHex(fromOklch({ ...from, l }))) ?? start
    if (holds(colour)) return colour
  }
  return lighter ? white : [0, 0, 0]
}

/**
 * A school's colour made usable: hue kept, lightness moved only as far as contrast needs it. The fill stays as near to
 * the school's own colour as the words on it allow, a gold stays gold; what must stand out from the page (edges of
 * filled controls, marks, words) takes accentText. Undefined when the text is no colour: the theme's own accent stays.
 */
export function accentFor(schoolColour: string, theme: Theme): AccentRoles | undefined {
  const school = parseHex(schoolColour)
  if (!school) return undefined
  const ground = grounds[theme]
  const surfaces = ground.surfaces.map((hex) => parseHex(hex) ?? white)
  const onOf = (colour: Rgb) => (contrast(colour, white) >= contrast(colour, ink) ? white : ink)
  const fill = shift(school, onOf(school) === ink, (colour) => contrast(colour, onOf(colour)) >= ground.words)
  const own = toOklch(school)
  const pale = fromOklch({ ...own, l: ground.softLightness, c: Math.min(own.c, ground.dark ? 0.055 : 0.035) })
  const soft = parseHex(toHex(pale)) ?? white
  const words = shift(school, ground.dark, (colour) => least(colour, [...surfaces, soft]) >= ground.words)
  return {
    accent: toHex(fill),
    onAccent: toHex(onOf(fill)),
    accentText: toHex(words),
    accentSoft: toHex(soft),
  }
}
