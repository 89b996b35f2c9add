import type { AnyDocument } from './collections/definition.ts'
import type { Equipment } from './collections/equipment.ts'

/** Of the things with one serial, what tells them apart. */
const TELLING = ['manufacturer', 'model', 'categoryId', 'size', 'jerseyNumber'] as const
/** Shorter ones are counted from one by every maker, and by people who number things themselves. */
const TELLING_SERIAL_LENGTH = 5

/**
 * Whether two records that share a code mean one thing: nothing that tells things apart contradicts. Serials are given by
 * makers, of whom two may give the same: by a serial alone it is one thing only where all else that is known agrees.
 */
export function meansSame(first: Equipment, second: Equipment): boolean {
  if (first.kind !== 'serialized' || second.kind !== 'serialized') return false
  // What is retired has left; its label may be on another thing now.
  if (first.status === 'retired' || second.status === 'retired') return false
  if (contradict(first.tagCode, second.tagCode) || contradict(first.serial, second.serial)) return false
  if (first.tagCode !== undefined && first.tagCode === second.tagCode) return true
  if (!isTellingSerial(first.serial) || !sameWords(first.name, second.name)) return false
  return TELLING.every((field) => !contradict(first[field], second[field]))
}

/** Whether a second thing with this serial is worth a manager's look. */
export function isTellingSerial(serial: string | undefined): boolean {
  return serial !== undefined && serial.length >= TELLING_SERIAL_LENGTH && /\d/.test(serial)
}

/**
 * Whether two things carry one code that is worth a manager's look. A serial is a maker's: the same one of two makers says
 * nothing.
 */
export function sharesCode(first: AnyDocument, second: AnyDocument, field: 'tagCode' | 'serial'): boolean {
  const code = first[field]
  if (typeof code !== 'string' || code !== second[field]) return false
  return field === 'tagCode' || (isTellingSerial(code) && !ofOtherMakers(first, second))
}

function ofOtherMakers(first: AnyDocument, second: AnyDocument): boolean {
  const [one, other] = [first.manufacturer, second.manufacturer]
  return typeof one === 'string' && typeof other === 'string' && contradict(one, other)
}

function contradict(first: string | undefined, second: string | undefined): boolean {
  return first !== undefined && second !== undefined && !sameWords(first, second)
}

function sameWords(first: string, second: string): boolean {
  return first.trim().toLowerCase() === second.trim().toLowerCase()
}
