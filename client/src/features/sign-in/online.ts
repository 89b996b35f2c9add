import { createSignal } from 'solid-js'

const [online, setOnline] = createSignal(navigator.onLine)
window.addEventListener('online', () => setOnline(true))
window.addEventListener('offline', () => setOnline(false))

/** Whether the device has a network at all; before signing in, nothing else is known. Reactive. */
export { online }
