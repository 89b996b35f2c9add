import { createSignal } from 'solid-js'

/** Chromium's event; not in the DOM's types because it is no standard yet. */
type InstallEvent = Event & { prompt(): Promise<{ outcome: 'accepted' | 'dismissed' }> }
const isInstallEvent = (event: Event): event is InstallEvent =>
  'prompt' in event && typeof event.prompt === 'function'

const [offer, setOffer] = createSignal<InstallEvent>()
const [installed, setInstalled] = createSignal(false)

/** Whether this runs as an installed app. Reactive. */
export { installed }

/** How this device can install: by our button, by the browser's menu (iPhone, iPad), or not at all. Reactive. */
export function installWay(): 'button' | 'ios' | undefined {
  if (installed()) return undefined
  if (offer()) return 'button'
  const apple =
    /iPhone|iPad|iPod/.test(navigator.userAgent) ||
    (/Macintosh/.test(navigator.userAgent) && navigator.maxTouchPoints > 1)
  return apple ? 'ios' : undefined
}

/** Called once at the start of the page: the browser's offer comes early and only once. */
export function startInstall(): void {
  const standalone = matchMedia('(display-mode: standalone)')
  setInstalled(standalone.matches || ('standalone' in navigator && navigator.standalone === true))
  standalone.addEventListener('change', () => setInstalled(standalone.matches))
  window.addEventListener('beforeinstallprompt', (event) => {
    if (!isInstallEvent(event)) return
    event.preventDefault()
    setOffer(event)
  })
  window.addEventListener('appinstalled', () => {
    setOffer(undefined)
    setInstalled(true)
  })
}

/** Shows the browser's own question; true when it was accepted. */
export async function promptInstall(): Promise<boolean> {
  const event = offer()
  if (!event) return false
  const { outcome } = await event.prompt()
  setOffer(undefined)
  return outcome === 'accepted'
}
