import { createEffect } from 'solid-js'
import { createStore } from 'solid-js/store'
import { isJsonObject } from '../../../../shared/json.ts'
import { PRESETS, type Preset, presets, type SheetLayout } from './sheet-layout.ts'

/** What this device remembers of its label printer. */
export interface LabelSettings {
  readonly preset: Preset | 'custom'
  readonly custom: SheetLayout
  /** Labels that are gone from the first sheet. */
  readonly used: number
  /** By how much the printer is off, in mm. */
  readonly shiftX: number
  readonly shiftY: number
  readonly showSchool: boolean
  /** Outlines and a line of 100 mm, for a test on plain paper. */
  readonly test: boolean
}

const KEY = 'etrax.labels'

const usual: LabelSettings = {
  preset: 'avery5160',
  custom: presets.avery5160,
  used: 0,
  shiftX: 0,
  shiftY: 0,
  showSchool: true,
  test: false,
}

function kept(): LabelSettings {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(KEY) ?? 'null')
    return isJsonObject(value) ? readSettings(value) : usual
  } catch {
    // Storage can be forbidden, or hold what another version wrote.
    return usual
  }
}

function readSettings(value: Readonly<Record<string, unknown>>): LabelSettings {
  const custom = isJsonObject(value.custom) ? value.custom : {}
  const number = (from: unknown, fallback: number) =>
    typeof from === 'number' && Number.isFinite(from) ? from : fallback
  const layout = Object.entries(usual.custom).map(([name, length]) => [name, number(custom[name], length)])
  return {
    preset:
      PRESETS.find((preset) => preset === value.preset) ??
      (value.preset === 'custom' ? 'custom' : usual.preset),
    custom: { ...usual.custom, ...Object.fromEntries(layout) },
    used: 0,
    shiftX: number(value.shiftX, 0),
    shiftY: number(value.shiftY, 0),
    showSchool: value.showSchool !== false,
    test: false,
  }
}

/** The settings, kept on this device as they change. */
export function createLabelSettings() {
  const [settings, set] = createStore<LabelSettings>(kept())
  createEffect(() => {
    const text = JSON.stringify(settings)
    try {
      localStorage.setItem(KEY, text)
    } catch {
      // They hold for this visit.
    }
  })
  const layout = (): SheetLayout =>
    settings.preset === 'custom' ? settings.custom : presets[settings.preset]
  return { settings, layout, set: (changes: Partial<LabelSettings>) => set(changes) }
}
