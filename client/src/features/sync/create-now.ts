import { type Accessor, createSignal, onCleanup } from 'solid-js'

/** The device's time in ms, moved on every so many ms; for ages that are shown. */
export function createNow(everyMs: number): Accessor<number> {
  const [now, setNow] = createSignal(Date.now())
  const timer = setInterval(() => setNow(Date.now()), everyMs)
  onCleanup(() => clearInterval(timer))
  return now
}
