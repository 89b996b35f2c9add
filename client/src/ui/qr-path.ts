import { create, type QRCode, type QRCodeErrorCorrectionLevel } from 'qrcode'

/** White around the code that scanners need, in modules. */
const QUIET = 4

export interface QrPath {
  /** Modules on a side, the white around included: the size of the view box. */
  readonly size: number
  /** An SVG path of the dark modules. */
  readonly path: string
}

/**
 * The code as one path of rectangles. It corrects as many errors as its size gives for free, since tags get scratched.
 * Undefined where the text is too long for any code.
 */
export function qrPath(text: string): QrPath | undefined {
  const code = robustCode(text)
  if (!code) return undefined
  const { size } = code.modules
  const parts: string[] = []
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      if (!code.modules.get(row, column)) continue
      let width = 1
      while (column + width < size && code.modules.get(row, column + width)) width += 1
      parts.push(`M${column + QUIET} ${row + QUIET}h${width}v1h-${width}z`)
      column += width - 1
    }
  }
  return { size: size + 2 * QUIET, path: parts.join('') }
}

function robustCode(text: string): QRCode | undefined {
  const medium = codeOf(text, 'M')
  if (!medium) return codeOf(text, 'L')
  for (const level of ['H', 'Q'] as const) {
    const robust = codeOf(text, level)
    if (robust?.version === medium.version) return robust
  }
  return medium
}

function codeOf(text: string, errorCorrectionLevel: QRCodeErrorCorrectionLevel): QRCode | undefined {
  try {
    return create(text, { errorCorrectionLevel })
  } catch {
    // The text does not fit, or there is none: that is the only way in which it fails.
    return undefined
  }
}
