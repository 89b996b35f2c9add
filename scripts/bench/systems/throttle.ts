import type { Page } from 'playwright-core'

/** Makes the page's processor so many times slower while `work` runs. */
export async function throttled<T>(page: Page, times: number, work: () => Promise<T>): Promise<T> {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: times })
  try {
    return await work()
  } finally {
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: 1 })
    await devtools.detach()
  }
}
