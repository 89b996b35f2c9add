import { createSignal } from 'solid-js'

const EVERY_MS = 60_000
const [now, setNow] = createSignal(Date.now())
setInterval(() => setNow(Date.now()), EVERY_MS)

/** Ms since 1970, to the minute: what is shown as overdue becomes so while one looks at it. Reactive. */
export { now }
