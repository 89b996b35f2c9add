import { inflateSync } from 'node:zlib'

/** A page of a PDF as its filled rectangles, in mm from its top left corner. Text and curves are left out. */
export interface PdfPage {
  readonly width: number
  readonly height: number
  readonly boxes: readonly Box[]
}

export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  /** 0 is black, 1 is white. */
  readonly grey: number
}

const MM = 25.4 / 72

/** The pages of a PDF that Chromium wrote. */
export function pdfPages(pdf: Buffer): PdfPage[] {
  const text = pdf.toString('latin1')
  const pages = [
    ...text.matchAll(/\/Type \/Page\n.*?\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]\n\/Contents (\d+) 0 R/gs),
  ]
  return pages.map(([, width, height, contents]) => ({
    width: Number(width) * MM,
    height: Number(height) * MM,
    boxes: boxesOf(streamOf(pdf, text, String(contents)), Number(height)),
  }))
}

function streamOf(pdf: Buffer, text: string, number: string): string {
  const head = new RegExp(`\\n${number} 0 obj\\n<<(.*?)>>\\s*stream\\r?\\n`, 's').exec(text)
  const length = /\/Length (\d+)/.exec(head?.[1] ?? '')?.[1]
  if (!head || length === undefined) throw new Error(`The PDF has no stream ${number}.`)
  const from = head.index + head[0].length
  return inflateSync(pdf.subarray(from, from + Number(length))).toString('latin1')
}

type Matrix = readonly [number, number, number, number, number, number]
type Point = readonly [number, number]

const times = ([a, b, c, d, e, f]: Matrix, [g, h, i, j, k, l]: Matrix): Matrix => [
  a * g + b * i,
  a * h + b * j,
  c * g + d * i,
  c * h + d * j,
  e * g + f * i + k,
  e * h + f * j + l,
]

/** Runs the drawing operators that rectangles are made with. */
function boxesOf(content: string, pageHeight: number): Box[] {
  const boxes: Box[] = []
  const saved: { matrix: Matrix; grey: number }[] = []
  let state: { matrix: Matrix; grey: number } = { matrix: [1, 0, 0, 1, 0, 0], grey: 0 }
  let numbers: number[] = []
  let shapes: Point[][] = []
  const at = (x: number, y: number): Point => {
    const [a, b, c, d, e, f] = state.matrix
    return [(x * a + y * c + e) * MM, (pageHeight - (x * b + y * d + f)) * MM]
  }
  const matrixOf = ([a = 1, b = 0, c = 0, d = 1, e = 0, f = 0]: readonly number[]): Matrix => [
    a,
    b,
    c,
    d,
    e,
    f,
  ]
  const operators: Readonly<Record<string, (given: readonly number[]) => void>> = {
    q: () => saved.push(state),
    Q: () => {
      state = saved.pop() ?? state
    },
    cm: (given) => {
      state = { ...state, matrix: times(matrixOf(given), state.matrix) }
    },
    rg: (given) => {
      state = { ...state, grey: given.reduce((sum, part) => sum + part, 0) / 3 }
    },
    re: ([x = 0, y = 0, width = 0, height = 0]) => shapes.push([at(x, y), at(x + width, y + height)]),
    m: ([x = 0, y = 0]) => shapes.push([at(x, y)]),
    l: ([x = 0, y = 0]) => shapes.at(-1)?.push(at(x, y)),
    f: () => {
      boxes.push(...shapes.map((shape) => boxOf(shape, state.grey)))
      shapes = []
    },
    n: () => {
      shapes = []
    },
    S: () => {
      shapes = []
    },
  }
  for (const token of content.split(/\s+/)) {
    if (token !== '' && !Number.isNaN(Number(token))) {
      numbers.push(Number(token))
      continue
    }
    operators[token === 'f*' ? 'f' : token]?.(numbers)
    numbers = []
  }
  return boxes
}

function boxOf(points: readonly Point[], grey: number): Box {
  const xs = points.map(([x]) => x)
  const ys = points.map(([, y]) => y)
  const [x, y] = [Math.min(...xs), Math.min(...ys)]
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y, grey }
}

const DOTS = 300 / 25.4

/** A part of a page as a 300 dpi printer lays it down, for a decoder: RGBA on white paper. */
export function pictureOf(
  page: PdfPage,
  part: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
): { readonly data: Uint8ClampedArray; readonly width: number; readonly height: number } {
  const width = Math.round(part.width * DOTS)
  const height = Math.round(part.height * DOTS)
  const data = new Uint8ClampedArray(width * height * 4).fill(255)
  const clamp = (value: number, most: number) => Math.max(0, Math.min(most, Math.round(value * DOTS)))
  for (const box of page.boxes) {
    const shade = Math.round(box.grey * 255)
    const right = clamp(box.x + box.width - part.x, width)
    const bottom = clamp(box.y + box.height - part.y, height)
    for (let y = clamp(box.y - part.y, height); y < bottom; y += 1) {
      for (let x = clamp(box.x - part.x, width); x < right; x += 1)
        data.fill(shade, (y * width + x) * 4, (y * width + x) * 4 + 3)
    }
  }
  return { data, width, height }
}
