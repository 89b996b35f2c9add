import { For, Show } from 'solid-js'
import { Checkbox } from '../../ui/checkbox.tsx'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import type { createLabelSettings } from './label-settings.ts'
import { rulerLength } from './label-sheets.tsx'
import { t } from './messages.ts'
import { labelsOnSheet, layoutProblem, PRESETS, type SheetLayout } from './sheet-layout.ts'

type Settings = ReturnType<typeof createLabelSettings>

const lengths = [
  ['paperWidth', 'paperWidth'],
  ['paperHeight', 'paperHeight'],
  ['columns', 'columns'],
  ['rows', 'rows'],
  ['width', 'labelWidth'],
  ['height', 'labelHeight'],
  ['left', 'left'],
  ['top', 'top'],
  ['pitchX', 'pitchX'],
  ['pitchY', 'pitchY'],
] as const satisfies readonly (readonly [keyof SheetLayout, string])[]

/** The label sheet, where on it printing begins, and how far the printer is off. */
export function LayoutPanel(props: { labels: Settings }) {
  const { labels } = props
  const problem = () => layoutProblem(labels.layout())
  return (
    <div class="grid gap-4">
      <h2 class="narrow text-lead">{t('paper')}</h2>
      <Select
        label={t('layout')}
        options={[
          ...PRESETS.map((value) => ({ value, label: t(`layout.${value}`) })),
          { value: 'custom' as const, label: t('layout.custom') },
        ]}
        value={labels.settings.preset}
        onChange={(preset) => labels.set({ preset, used: 0 })}
      />
      <Show when={labels.settings.preset === 'custom'}>
        <div class="grid grid-cols-2 gap-3">
          <For each={lengths}>
            {([name, label]) => (
              <NumberField
                label={t(label)}
                value={labels.settings.custom[name]}
                onChange={(value) => labels.set({ custom: { ...labels.settings.custom, [name]: value } })}
              />
            )}
          </For>
        </div>
        <p class="text-note text-muted">{t('pitchHint')}</p>
      </Show>
      <Show when={problem()}>
        {(code) => (
          <p class="font-medium text-danger-text" role="alert">
            {t(`layoutProblem.${code()}`)}
          </p>
        )}
      </Show>
      <Show when={labelsOnSheet(labels.layout()) > 1}>
        <NumberField
          label={t('firstLabel')}
          hint={t('firstLabelHint')}
          whole
          value={labels.settings.used + 1}
          onChange={(value) =>
            labels.set({ used: Math.max(0, Math.min(labelsOnSheet(labels.layout()), Math.round(value)) - 1) })
          }
        />
      </Show>
      <div class="grid grid-cols-2 gap-3">
        <NumberField
          label={t('shiftX')}
          value={labels.settings.shiftX}
          onChange={(shiftX) => labels.set({ shiftX })}
        />
        <NumberField
          label={t('shiftY')}
          value={labels.settings.shiftY}
          onChange={(shiftY) => labels.set({ shiftY })}
        />
      </div>
      <p class="text-note text-muted">{t('shiftHint')}</p>
      <Checkbox
        label={t('showSchool')}
        checked={labels.settings.showSchool}
        onChange={(showSchool) => labels.set({ showSchool })}
      />
      <Checkbox
        label={t('test')}
        hint={t('testHint', { length: rulerLength(labels.layout()) })}
        checked={labels.settings.test}
        onChange={(test) => labels.set({ test })}
      />
    </div>
  )
}

/** A number that counts as soon as it is one; what is not yet stays as typed and changes nothing. */
function NumberField(props: {
  label: string
  hint?: string
  whole?: boolean
  value: number
  onChange: (value: number) => void
}) {
  return (
    <TextField
      label={props.label}
      hint={props.hint}
      type="number"
      inputmode={props.whole ? 'numeric' : 'decimal'}
      value={String(Math.round(props.value * 1_000) / 1_000)}
      onInput={() => undefined}
      onCommit={(text) => {
        const value = Number(text.replace(',', '.'))
        if (text.trim() !== '' && Number.isFinite(value)) props.onChange(value)
      }}
    />
  )
}
