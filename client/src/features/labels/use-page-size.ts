import { createEffect, onCleanup } from 'solid-js'

/**
 * Tells the browser the size of the paper while the page is shown, without margins, so that nothing is scaled. A sheet of
 * its own, because the content security policy allows no styles in the page.
 */
export function usePageSize(
  paper: () => { readonly paperWidth: number; readonly paperHeight: number },
): void {
  const sheet = new CSSStyleSheet()
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]
  createEffect(() => {
    const { paperWidth, paperHeight } = paper()
    sheet.replaceSync(`@page { size: ${paperWidth}mm ${paperHeight}mm; margin: 0; }`)
  })
  onCleanup(() => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet)
  })
}
