import type { Facing } from './open-camera.ts'

/** What this device remembers about its camera: whether it was on, and which side it looked to. */
const onKey = 'etrax.camera'
const facingKey = 'etrax.cameraFacing'

function read(key: string): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    // Storage can be forbidden: the camera then waits for a tap.
    return null
  }
}

function keep(key: string, value: string): void {
  try {
    localStorage.setItem(key, value)
  } catch {
    // The choice holds for this visit.
  }
}

export const keptCameraOn = (): boolean => read(onKey) === 'on'
export const keepCameraOn = (on: boolean): void => keep(onKey, on ? 'on' : 'off')
export const keptFacing = (): Facing => (read(facingKey) === 'user' ? 'user' : 'environment')
export const keepFacing = (facing: Facing): void => keep(facingKey, facing)
