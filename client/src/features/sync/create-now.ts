import { type Accessor, createSignal, onCleanup } from 'solid-js'
import { correctedNow } from '../../db/corrected-now.ts'

/** Corrected time in ms, moved on every so many ms; for ages that are shown. */
export function createNow(everyMs: number): Accessor<number> {
  const [now, setNow] = createSignal(correctedNow())
  const timer = setInterval(() => setNow(correctedNow()), everyMs)
  onCleanup(() => clearInterval(timer))
  return now
}
