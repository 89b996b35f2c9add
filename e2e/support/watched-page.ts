import type { BrowserContext, Page } from 'playwright-core'
import { FOREIGN } from './hostile-texts.ts'

/** What happened on the pages of a device that never may. */
export interface Watched {
  readonly dialogs: readonly string[]
  readonly violations: readonly string[]
  /** Every address that was asked for. */
  readonly addresses: readonly string[]
}

/** From now on, of every page that is opened: dialogs, breaches of the policy, and what is asked for. */
export async function watchPages(context: BrowserContext): Promise<Watched> {
  const dialogs: string[] = []
  const violations: string[] = []
  const addresses: string[] = []
  await context.exposeFunction('noteViolation', (text: string) => {
    violations.push(text)
  })
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sourceFile }) => {
      const note: unknown = Reflect.get(window, 'noteViolation')
      if (typeof note === 'function') note(`${violatedDirective} ${blockedURI} ${sourceFile}`)
    })
  })
  context.on('request', (request) => addresses.push(request.url()))
  context.on('dialog', (dialog) => {
    dialogs.push(dialog.message())
    dialog.dismiss().catch(() => undefined)
  })
  context.on('console', (message) => {
    if (/Content Security Policy/i.test(message.text())) violations.push(message.text())
  })
  return { dialogs, violations, addresses }
}

/** All texts that elements of the page have, alone or with what is in them, and what fields and options hold. */
export function textsOf(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const texts = new Set<string>()
    for (const element of document.querySelectorAll('body, body *')) {
      const { textContent } = element
      if (textContent !== null && textContent.length < 30_000) texts.add(textContent)
      if (element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement)
        texts.add(element.value)
    }
    // A text that stands beside others in one element is a node of its own.
    const nodes = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    while (nodes.nextNode()) texts.add(nodes.currentNode.nodeValue ?? '')
    return [...texts]
  })
}

/** What is on the page that the app did not make; and whether anything ran. */
export function foreignOf(page: Page): Promise<string[]> {
  return page.evaluate((selector) => {
    const found = [...document.querySelectorAll(selector)].map(({ outerHTML }) => outerHTML.slice(0, 200))
    const ran = 'hacked' in window || 'polluted' in {}
    return ran ? [...found, 'a script ran'] : found
  }, FOREIGN)
}
