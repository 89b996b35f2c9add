/** Where labels lie on a sheet. All lengths in mm, from the top left corner of the paper. */
export interface SheetLayout {
  readonly paperWidth: number
  readonly paperHeight: number
  readonly columns: number
  readonly rows: number
  readonly width: number
  readonly height: number
  /** Left and top edge of the first label. */
  readonly left: number
  readonly top: number
  /** From the edge of a label to the same edge of the next. */
  readonly pitchX: number
  readonly pitchY: number
}

export const PRESETS = ['avery5160', 'avery5163', 'averyL7160', 'roll54x25'] as const
export type Preset = (typeof PRESETS)[number]

/** As their makers publish them, inches in mm. */
export const presets: Record<Preset, SheetLayout> = {
  avery5160: {
    paperWidth: 215.9,
    paperHeight: 279.4,
    columns: 3,
    rows: 10,
    width: 66.675,
    height: 25.4,
    left: 4.7625,
    top: 12.7,
    pitchX: 69.85,
    pitchY: 25.4,
  },
  avery5163: {
    paperWidth: 215.9,
    paperHeight: 279.4,
    columns: 2,
    rows: 5,
    width: 101.6,
    height: 50.8,
    left: 3.96875,
    top: 12.7,
    pitchX: 106.3625,
    pitchY: 50.8,
  },
  averyL7160: {
    paperWidth: 210,
    paperHeight: 297,
    columns: 3,
    rows: 7,
    width: 63.5,
    height: 38.1,
    left: 7.21,
    top: 15.15,
    pitchX: 66.04,
    pitchY: 38.1,
  },
  // A label printer: each label is a page of its own.
  roll54x25: {
    paperWidth: 54,
    paperHeight: 25,
    columns: 1,
    rows: 1,
    width: 54,
    height: 25,
    left: 0,
    top: 0,
    pitchX: 54,
    pitchY: 25,
  },
}

export function labelsOnSheet({ columns, rows }: SheetLayout): number {
  return columns * rows
}

export type LayoutProblem = 'number' | 'too-small' | 'too-wide' | 'too-high'

/** Why labels cannot lie so; undefined where they can. */
export function layoutProblem(layout: SheetLayout): LayoutProblem | undefined {
  const lengths = Object.values(layout)
  if (lengths.some((length) => !Number.isFinite(length) || length < 0)) return 'number'
  if (
    !Number.isInteger(layout.columns) ||
    !Number.isInteger(layout.rows) ||
    layout.columns < 1 ||
    layout.rows < 1
  )
    return 'number'
  if (layout.paperWidth > 500 || layout.paperHeight > 1_000 || labelsOnSheet(layout) > 500) return 'number'
  if (layout.width < 12 || layout.height < 8) return 'too-small'
  // Hundredths are lost by inches in mm.
  const right = layout.left + (layout.columns - 1) * Math.max(layout.pitchX, 0) + layout.width
  const bottom = layout.top + (layout.rows - 1) * Math.max(layout.pitchY, 0) + layout.height
  if (right > layout.paperWidth + 0.05 || (layout.columns > 1 && layout.pitchX < layout.width))
    return 'too-wide'
  if (bottom > layout.paperHeight + 0.05 || (layout.rows > 1 && layout.pitchY < layout.height))
    return 'too-high'
  return undefined
}

export interface Place {
  readonly sheet: number
  /** In mm from the paper's corner. */
  readonly x: number
  readonly y: number
}

/** Where the label of a number lies, row by row; `start` labels of the first sheet are used up already. */
export function placeOf(layout: SheetLayout, index: number, start = 0): Place {
  const position = start + index
  const onSheet = position % labelsOnSheet(layout)
  return {
    sheet: Math.floor(position / labelsOnSheet(layout)),
    x: layout.left + (onSheet % layout.columns) * layout.pitchX,
    y: layout.top + Math.floor(onSheet / layout.columns) * layout.pitchY,
  }
}

/** Items by sheet, each with its place. */
export function onSheets<T>(
  layout: SheetLayout,
  items: readonly T[],
  start: number,
): readonly (readonly { readonly item: T; readonly place: Place }[])[] {
  const sheets: { item: T; place: Place }[][] = []
  for (const [index, item] of items.entries()) {
    const place = placeOf(layout, index, start)
    const sheet = sheets[place.sheet] ?? []
    sheets[place.sheet] = sheet
    sheet.push({ item, place })
  }
  return sheets
}
