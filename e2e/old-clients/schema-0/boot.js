// Runs before the first paint, so that nobody sees a flash of another theme, size or language. It is a file of its own
// because the content security policy allows no inline script. The keys are those of src/theme/theme.ts and
// src/i18n/locale.ts; a test there reads this file and compares them.
;(() => {
  const root = document.documentElement
  const read = (key) => {
    try {
      return localStorage.getItem(key)
    } catch {
      return null
    }
  }
  const chosen = read('etrax.theme')
  const dark = matchMedia('(prefers-color-scheme: dark)').matches
  const contrast = matchMedia('(prefers-contrast: more)').matches
  const bySystem = contrast ? 'outdoor' : dark ? 'dark' : 'light'
  root.dataset.theme = ['light', 'dark', 'outdoor'].includes(chosen) ? chosen : bySystem
  if (read('etrax.density') === 'station') root.dataset.density = 'station'
  const locale = read('etrax.locale')
  root.lang =
    locale === 'en' || locale === 'es' ? locale : (navigator.language || 'en').startsWith('es') ? 'es' : 'en'
})()
