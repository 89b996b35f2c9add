import { createSignal } from 'solid-js'

const soundsKey = 'etrax.sounds'

function read(): boolean {
  try {
    return localStorage.getItem(soundsKey) !== 'off'
  } catch {
    return true
  }
}

const [soundsOn, setSounds] = createSignal(read())

/** Whether scans may make a sound on this device; on at first. Reactive. */
export { soundsOn }

export function chooseSounds(on: boolean): void {
  setSounds(on)
  try {
    localStorage.setItem(soundsKey, on ? 'on' : 'off')
  } catch {
    // Storage can be forbidden; the choice holds for this visit.
  }
}
