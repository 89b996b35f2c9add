/** What came from a camera, a hand scanner or a keyboard: somebody else's text, never followed and never run. */
export interface ScannedCode {
  /** The whole content without surrounding blanks and control characters. */
  readonly text: string
  /** What it may be called in the catalogue, the likeliest first; empty where it is too long or blank to be a code. */
  readonly candidates: readonly string[]
}

/** A tag or badge code holds no more than this (shared/collections). */
const MAX_CODE_LENGTH = 500

// Controls, and format characters that nobody sees: soft hyphens, zero-width and direction marks, byte order marks.
const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu

/** The last part of a URL's path, where a label carries its code inside an address. Nothing else of it counts. */
function lastPathSegment(text: string): string | undefined {
  if (!/^https?:\/\//i.test(text)) return undefined
  try {
    const segment = new URL(text).pathname.split('/').filter(Boolean).at(-1)
    return segment === undefined ? undefined : decodeURIComponent(segment).replace(invisible, '').trim()
  } catch {
    // Not an address after all: the text itself remains the only candidate.
    return undefined
  }
}

/** Scanners give the same retail code with 12 digits (UPC-A) or 13 (EAN-13 with a leading zero). */
function retailTwin(code: string): string | undefined {
  if (/^\d{12}$/.test(code)) return `0${code}`
  return /^0\d{12}$/.test(code) ? code.slice(1) : undefined
}

/** Code 39 knows capitals only, and a keyboard may have its capitals locked. */
function variants(code: string): (string | undefined)[] {
  return [code, retailTwin(code), code.toUpperCase(), code.toLowerCase()]
}

export function readScannedCode(content: string): ScannedCode {
  const text = content.normalize('NFC').replace(invisible, '').trim()
  const segment = lastPathSegment(text)
  const forms = [...variants(text), ...(segment ? variants(segment) : [])]
  const candidates = forms.filter(
    (form): form is string => form !== undefined && form !== '' && form.length <= MAX_CODE_LENGTH,
  )
  return { text, candidates: [...new Set(candidates)] }
}

/** As much of a code as a line can show: both ends, since codes of one school differ at the end. */
export function shortCode(text: string, length = 40): string {
  const letters = [...text]
  if (letters.length <= length) return text
  const tail = Math.floor((length - 1) / 3)
  return `${letters.slice(0, length - 1 - tail).join('')}…${letters.slice(letters.length - tail).join('')}`
}
