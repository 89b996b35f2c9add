import { soundsOn } from '../app/preferences.ts'

/** The three results that a scan has, each with a sound and a vibration that cannot be taken for another's. */
export type ScanResult = 'success' | 'already' | 'error'

interface Tone {
  /** Hertz. */
  readonly pitch: number
  /** Seconds from the start of the sound. */
  readonly at: number
  readonly length: number
  readonly shape: OscillatorType
}

/** Rising; twice the same; low and long. They differ in pitch, rhythm and length, so that a noisy gym leaves one of them. */
const melodies: Record<ScanResult, readonly Tone[]> = {
  success: [
    { pitch: 988, at: 0, length: 0.07, shape: 'triangle' },
    { pitch: 1568, at: 0.08, length: 0.13, shape: 'triangle' },
  ],
  already: [
    { pitch: 659, at: 0, length: 0.09, shape: 'triangle' },
    { pitch: 659, at: 0.15, length: 0.09, shape: 'triangle' },
  ],
  error: [{ pitch: 165, at: 0, length: 0.42, shape: 'square' }],
}

/** Milliseconds on, off, on. Phones without a motor, iPhones among them, do nothing. */
const pulses: Record<ScanResult, number[]> = {
  success: [40],
  already: [40, 70, 40],
  error: [280],
}

const LOUDNESS: Record<OscillatorType, number> = {
  triangle: 0.5,
  square: 0.16,
  sine: 0.5,
  sawtooth: 0.16,
  custom: 0.3,
}

let context: AudioContext | undefined

function audio(): AudioContext | undefined {
  if (typeof AudioContext === 'undefined') return undefined
  context ??= new AudioContext({ latencyHint: 'interactive' })
  return context
}

/**
 * Makes sounds possible: browsers allow them after a touch or a key only. Call it once where a screen that scans opens;
 * returns what ends it.
 */
export function prepareSounds(): () => void {
  const wake = () => {
    const ready = audio()
    if (ready && ready.state !== 'running') ready.resume().catch(() => undefined)
  }
  window.addEventListener('pointerdown', wake, { passive: true })
  window.addEventListener('keydown', wake, { passive: true })
  return () => {
    window.removeEventListener('pointerdown', wake)
    window.removeEventListener('keydown', wake)
  }
}

/** Sounds and vibrates. Never the only sign of a result: the screen and the live region say it too. */
export function playResult(result: ScanResult): void {
  navigator.vibrate?.(pulses[result])
  if (!soundsOn()) return
  const output = audio()
  if (!output) return
  // Interrupted by a call or by another app: the next touch wakes it, this sound is lost and the screen still says it.
  if (output.state !== 'running') {
    output.resume().catch(() => undefined)
    return
  }
  const start = output.currentTime + 0.005
  for (const tone of melodies[result]) {
    const source = output.createOscillator()
    const volume = output.createGain()
    const from = start + tone.at
    source.type = tone.shape
    source.frequency.value = tone.pitch
    volume.gain.setValueAtTime(0, from)
    volume.gain.linearRampToValueAtTime(LOUDNESS[tone.shape], from + 0.008)
    volume.gain.setValueAtTime(LOUDNESS[tone.shape], from + tone.length - 0.02)
    volume.gain.linearRampToValueAtTime(0, from + tone.length)
    source.connect(volume).connect(output.destination)
    source.start(from)
    source.stop(from + tone.length + 0.01)
  }
}
