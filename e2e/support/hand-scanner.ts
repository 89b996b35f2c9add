import type { Page } from 'playwright-core'

/** Milliseconds between two keys of a wired hand scanner. */
const GAP_MS = 6

/**
 * Types a code as a keyboard-wedge scanner does: trusted key events to whatever has the focus, each with the time at which
 * the scanner pressed it, however busy this machine is, and Enter at the end.
 */
export async function scanByHand(page: Page, code: string): Promise<void> {
  const devtools = await page.context().newCDPSession(page)
  const start = Date.now() / 1_000
  const keys = [...code].map((text) => ({
    key: text,
    text,
    code: '',
    keyCode: text.toUpperCase().charCodeAt(0),
  }))
  keys.push({ key: 'Enter', text: '\r', code: 'Enter', keyCode: 13 })
  for (const [index, { key, text, code: place, keyCode }] of keys.entries()) {
    const event = {
      key,
      code: place,
      windowsVirtualKeyCode: keyCode,
      timestamp: start + (index * GAP_MS) / 1_000,
    }
    await devtools.send('Input.dispatchKeyEvent', { ...event, type: 'keyDown', text })
    await devtools.send('Input.dispatchKeyEvent', { ...event, type: 'keyUp' })
  }
  await devtools.detach()
}
