import { createMemo, createSignal, For, onCleanup, onMount, Show } from 'solid-js'
import './labels.css'
import { type QrPath, qrPath } from '../../ui/qr-path.ts'
import { t } from './messages.ts'
import { onSheets, type SheetLayout } from './sheet-layout.ts'

/** What one label says. */
export interface LabelContent {
  readonly code: string
  readonly name?: string | undefined
  readonly note?: string | undefined
}

export interface LabelSheetsProps {
  readonly labels: readonly LabelContent[]
  readonly layout: SheetLayout
  readonly used: number
  readonly shiftX: number
  readonly shiftY: number
  readonly school: string | undefined
  readonly test: boolean
}

const MM = 96 / 25.4

/** Length of the line by which a print is measured. */
export function rulerLength({ paperWidth }: SheetLayout): number {
  return paperWidth >= 120 ? 100 : 30
}

/** The sheets as they are printed; on the screen as large as there is room. */
export function LabelSheets(props: LabelSheetsProps) {
  const [room, setRoom] = createSignal(0)
  let area: HTMLDivElement | undefined
  onMount(() => {
    const observer = new ResizeObserver(() => setRoom(area?.clientWidth ?? 0))
    if (area) observer.observe(area)
    onCleanup(() => observer.disconnect())
  })
  const scale = () => (room() === 0 ? 1 : Math.min(1.2, room() / (props.layout.paperWidth * MM)))
  const sheets = createMemo(() => onSheets(props.layout, props.labels, props.used))
  return (
    <div ref={area} class="label-sheets">
      <For each={sheets()}>
        {(sheet, index) => (
          <section
            class="label-sheet"
            aria-label={t('sheet', { number: index() + 1 })}
            style={{
              '--paper-width': `${props.layout.paperWidth}mm`,
              '--paper-height': `${props.layout.paperHeight}mm`,
              '--label-width': `${props.layout.width}mm`,
              '--label-height': `${props.layout.height}mm`,
              '--scale': scale(),
            }}
          >
            <For each={sheet}>
              {({ item, place }) => (
                <Label
                  content={item}
                  school={props.school}
                  x={place.x + props.shiftX}
                  y={place.y + props.shiftY}
                  upright={props.layout.height > props.layout.width * 0.8}
                  outline={props.test}
                />
              )}
            </For>
            <Show when={props.test}>
              <div
                class="label-ruler"
                style={{
                  left: `${(props.layout.paperWidth - rulerLength(props.layout)) / 2}mm`,
                  top: `${Math.min(5, props.layout.paperHeight - 3)}mm`,
                  width: `${rulerLength(props.layout)}mm`,
                }}
              >
                {t('ruler', { length: rulerLength(props.layout) })}
              </div>
            </Show>
          </section>
        )}
      </For>
    </div>
  )
}

function Label(props: {
  content: LabelContent
  school: string | undefined
  x: number
  y: number
  upright: boolean
  outline: boolean
}) {
  const code = createMemo<QrPath | undefined>(() => qrPath(props.content.code))
  return (
    <div
      class="label"
      classList={{ 'label-outline': props.outline }}
      data-upright={props.upright}
      style={{ left: `${props.x}mm`, top: `${props.y}mm` }}
    >
      <Show when={code()}>
        {(qr) => (
          <svg
            class="label-qr"
            viewBox={`0 0 ${qr().size} ${qr().size}`}
            role="img"
            aria-label={props.content.code}
          >
            <path d={qr().path} />
          </svg>
        )}
      </Show>
      <div class="label-words">
        <span class="label-code narrow slashed-zero">{props.content.code}</span>
        <Show when={props.content.name}>
          {(name) => (
            <span class="label-name" dir="auto">
              {name()}
            </span>
          )}
        </Show>
        <Show when={props.content.note}>
          {(note) => (
            <span class="label-note" dir="auto">
              {note()}
            </span>
          )}
        </Show>
        <Show when={props.school}>
          {(school) => (
            <span class="label-note" dir="auto">
              {school()}
            </span>
          )}
        </Show>
      </div>
    </div>
  )
}

/** Smallest dot that the camera of a phone reads from a hand's distance, in mm. */
const READABLE_MM = 0.33

/** Whether a code's dots are large enough on a label of this size. */
export function isReadable(code: string, { width, height }: SheetLayout): boolean {
  const qr = qrPath(code)
  if (!qr) return false
  const side =
    height > width * 0.8 ? Math.min(width * 0.94, height * 0.6) : Math.min(height * 0.94, width * 0.46)
  return side / qr.size >= READABLE_MM
}
