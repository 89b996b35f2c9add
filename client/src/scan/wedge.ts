import { onCleanup } from 'solid-js'
import { createKeyBurst } from './key-burst.ts'
import { markScan } from './scan-marks.ts'

type TextControl = HTMLInputElement | HTMLTextAreaElement

/** Types of input that hold no text: their keys act at once. */
const notText = ['button', 'submit', 'reset', 'checkbox', 'radio', 'range', 'color', 'file', 'image']

function textControl(target: EventTarget | null): TextControl | undefined {
  if (target instanceof HTMLTextAreaElement) return target
  return target instanceof HTMLInputElement && !notText.includes(target.type) ? target : undefined
}

/** Puts back what a field held before the scanner typed into it, as if it had been typed: the screen follows. */
function restore(control: TextControl, value: string): void {
  if (control.value === value) return
  control.value = value
  control.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'historyUndo' }))
}

/**
 * Listens for keyboard-wedge scanners everywhere on the page while the owner lives. A scan never presses a button that
 * has the focus and never stays in a field that was being typed into. A password field is left alone: what is typed
 * there goes nowhere else.
 */
export function createWedge(onCode: (code: string) => void): void {
  const burst = createKeyBurst()
  let before: { control: TextControl | undefined; value: string } | undefined

  const onKeyDown = (event: KeyboardEvent) => {
    const control = textControl(event.target)
    if (control?.type === 'password') return
    const step = burst.press(
      {
        key: event.key,
        repeat: event.repeat,
        command: (event.ctrlKey || event.altKey || event.metaKey) && !event.getModifierState('AltGraph'),
        composing: event.isComposing,
        inText: control !== undefined,
      },
      event.timeStamp,
    )
    if (step.kind === 'none') return
    if (step.kind === 'first') before = { control, value: control?.value ?? '' }
    else if (step.kind === 'more' && !control) {
      // A blank or a letter would press the button or move the choice that has the focus.
      event.preventDefault()
      event.stopImmediatePropagation()
    } else if (step.kind === 'scan') {
      event.preventDefault()
      event.stopImmediatePropagation()
      if (before?.control && before.control === control) restore(before.control, before.value)
      before = undefined
      markScan('etrax:scan-decoded', step.code)
      onCode(step.code)
    }
  }

  // Before every other listener of the page, dialogs included.
  window.addEventListener('keydown', onKeyDown, { capture: true })
  onCleanup(() => window.removeEventListener('keydown', onKeyDown, { capture: true }))
}
