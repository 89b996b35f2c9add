export interface BrowserName {
  readonly browser: string
  readonly system: string
}

const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/Edg(e|A|iOS)?\//, 'Edge'],
  [/OPR\/|Opera/, 'Opera'],
  [/SamsungBrowser\//, 'Samsung Internet'],
  [/Firefox\/|FxiOS\//, 'Firefox'],
  [/Chrome\/|Chromium\/|CriOS\//, 'Chrome'],
  [/Safari\//, 'Safari'],
]
const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/iPhone|iPod/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, 'Android'],
  [/CrOS/, 'ChromeOS'],
  [/Windows/, 'Windows'],
  [/Macintosh/, 'Mac'],
  [/Linux/, 'Linux'],
]

/** What a person calls the browser and the device, from the user agent; good enough to tell devices apart in a list. */
export function browserName(userAgent: string, touchPoints = 0): BrowserName {
  const first = (table: typeof BROWSERS) => table.find(([form]) => form.test(userAgent))?.[1] ?? '?'
  const system = first(SYSTEMS)
  // An iPad calls itself a Mac and is told by its fingers.
  return { browser: first(BROWSERS), system: system === 'Mac' && touchPoints > 1 ? 'iPad' : system }
}
