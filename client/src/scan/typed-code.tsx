import { createSignal } from 'solid-js'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/text-field.tsx'
import { t } from './messages.ts'

export type TypedCodeProps = {
  /** Hears the code as it was typed, when Enter or the button is pressed. */
  onCode: (code: string) => void
  /** What is asked for here; "Type a code" where it is left out. */
  label?: string
  /** Takes the keyboard at once: it was just asked for. */
  focus?: boolean
}

/** The camera's twin: whatever can be scanned can be typed. */
export function TypedCode(props: TypedCodeProps) {
  const [text, setText] = createSignal('')
  return (
    <form
      class="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-2"
      onSubmit={(event) => {
        event.preventDefault()
        const code = text().trim()
        if (code === '') return
        setText('')
        props.onCode(code)
      }}
    >
      <TextField
        label={props.label ?? t('typeLabel')}
        placeholder={props.label ?? t('typeLabel')}
        hideLabel
        code
        value={text()}
        onInput={setText}
        autocomplete="off"
        enterkeyhint="done"
        ref={(element) => {
          if (props.focus) queueMicrotask(() => element.focus({ preventScroll: true }))
        }}
      />
      <Button type="submit" icon="keyboard">
        {t('typeAction')}
      </Button>
    </form>
  )
}
