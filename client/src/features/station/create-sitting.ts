import { type Accessor, createEffect, createSignal, on, onCleanup, onMount } from 'solid-js'
import { uuidv7 } from '../../../../shared/ids.ts'
import { actor } from '../../db/actor.ts'
import { readSitting, sittingText } from './kept-sitting.ts'
import { isIdle, left, type Sitting, touched } from './sitting.ts'

const keyOf = (userId: string) => `etrax.station.${userId}`
/** Looked at this often; whoever was chosen is forgotten that much late at most. */
const IDLE_CHECK_MS = 5_000

function read(key: string): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    // Storage can be forbidden: the list then lasts as long as the page.
    return null
  }
}

function keep(key: string, sitting: Sitting): void {
  try {
    localStorage.setItem(key, sittingText(sitting))
  } catch {
    // Full or forbidden. What is saved stands in the local database; the list lasts as long as the page.
  }
}

/**
 * The sitting of whoever is signed in, kept on this device. Whoever is chosen is forgotten when nobody touches the page
 * for a minute; `onForgotten` hears it.
 */
export function createSitting(
  onForgotten: () => void,
): [Accessor<Sitting>, (change: (before: Sitting) => Sitting) => void] {
  const key = keyOf(actor().userId)
  const [sitting, setSitting] = createSignal(readSitting(read(key), Date.now()))
  createEffect(on(sitting, (now) => keep(key, now), { defer: true }))

  const touch = () => {
    const now = Date.now()
    if (sitting().holder && now - sitting().touchedAt > IDLE_CHECK_MS)
      setSitting((before) => touched(before, now))
  }
  const check = () => {
    if (!isIdle(sitting(), Date.now())) return
    setSitting((before) => left(before, uuidv7()))
    onForgotten()
  }
  onMount(() => {
    const timer = setInterval(check, IDLE_CHECK_MS)
    window.addEventListener('pointerdown', touch, { passive: true })
    window.addEventListener('keydown', touch, { passive: true })
    document.addEventListener('visibilitychange', check)
    onCleanup(() => {
      clearInterval(timer)
      window.removeEventListener('pointerdown', touch)
      window.removeEventListener('keydown', touch)
      document.removeEventListener('visibilitychange', check)
    })
  })
  return [sitting, setSitting]
}
