/**
 * Tells a hand scanner from a person: a scanner types a whole code within a few milliseconds a key and ends it with
 * Enter or Tab. Pure: it is given the keys and their times.
 */
export interface KeyBurst {
  /** @param at a clock in milliseconds that never goes back */
  press(key: PressedKey, at: number): BurstStep
}

export interface PressedKey {
  /** As in KeyboardEvent.key. */
  readonly key: string
  /** Held down: it comes as fast as from a scanner and is none. */
  readonly repeat: boolean
  /** With Control, Alt or Meta it is a command. */
  readonly command: boolean
  /** Part of a composed character. */
  readonly composing: boolean
  /** It goes into a text field, where a person types too. */
  readonly inText: boolean
}

export type BurstStep =
  /** No part of a burst. */
  | { readonly kind: 'none' }
  /** The first key of what may become one: remember now what a field holds. */
  | { readonly kind: 'first' }
  /** So fast that it is no person's: a button in focus must not take it. */
  | { readonly kind: 'more' }
  /** The key that ends a scan. */
  | { readonly kind: 'scan'; readonly code: string }

/** Bluetooth scanners need up to 40 ms a key; a fast typist rarely stays under 70. */
const LONGEST_GAP_MS = 50
/** Where nobody types, a device that was busy for a moment must not cut a code in two: half a code is another's code. */
const LONGEST_GAP_ELSEWHERE_MS = 500
/** Four keys in a row at that pace, and Enter too, are no chance. */
const SHORTEST_CODE = 4
const LONGEST_CODE = 4_096

const none: BurstStep = { kind: 'none' }

export function createKeyBurst(): KeyBurst {
  let code = ''
  let last = Number.NEGATIVE_INFINITY

  return {
    press({ key, repeat, command, composing, inText }, at) {
      // Shift makes a capital and CapsLock may be sent around a code: they belong to no character.
      if (key === 'Shift' || key === 'CapsLock' || key === 'AltGraph') return none
      const fast = at - last <= LONGEST_GAP_MS
      const close = fast || (!inText && at - last <= LONGEST_GAP_ELSEWHERE_MS)
      if (repeat || command || composing) {
        code = ''
        last = Number.NEGATIVE_INFINITY
        return none
      }
      if (key === 'Enter' || key === 'Tab') {
        const whole = close && [...code].length >= SHORTEST_CODE ? code : undefined
        code = ''
        last = Number.NEGATIVE_INFINITY
        return whole === undefined ? none : { kind: 'scan', code: whole }
      }
      if ([...key].length !== 1) {
        code = ''
        last = Number.NEGATIVE_INFINITY
        return none
      }
      const continues = close && code !== '' && code.length < LONGEST_CODE
      code = continues ? code + key : key
      last = at
      if (!continues) return { kind: 'first' }
      return fast ? { kind: 'more' } : none
    },
  }
}
