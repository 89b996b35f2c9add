import { PIN_ITERATIONS } from '../../../shared/station.ts'

const encoder = new TextEncoder()

/** The station's key for checking marks. It cannot be read back, by a script or in a copy of the database's values. */
export function marksOf(key: string): Promise<CryptoKey> {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' }
  return crypto.subtle.importKey('raw', bytes(key), algorithm, false, ['sign'])
}

/** What a PIN comes to under the station's key. Slow by intent. */
export async function pinMark(key: CryptoKey, pin: string, salt: string): Promise<string> {
  const typed = await crypto.subtle.importKey('raw', encoder.encode(pin), 'PBKDF2', false, ['deriveBits'])
  const made = await crypto.subtle.deriveBits(
    { name: 'PBKDF2', hash: 'SHA-256', salt: bytes(salt), iterations: PIN_ITERATIONS },
    typed,
    256,
  )
  return mark(key, made)
}

/** What a code comes to under the station's key. */
export async function textMark(key: CryptoKey, text: string): Promise<string> {
  return mark(key, await crypto.subtle.digest('SHA-256', encoder.encode(text)))
}

async function mark(key: CryptoKey, made: ArrayBuffer): Promise<string> {
  const signed = new Uint8Array(await crypto.subtle.sign('HMAC', key, made))
  return btoa(String.fromCharCode(...signed))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}

function bytes(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0))
}
