import { createEffect, createUniqueId, type JSX, onCleanup, Show } from 'solid-js'
import { t } from '../i18n/core.ts'
import { IconButton } from './icon-button.tsx'

export type DialogProps = {
  open: boolean
  /** Escape, the cross, a tap beside it. With work inside, keep `open` true and ask. */
  onClose: () => void
  title: string
  /** A sentence below the title. */
  description?: string
  children: JSX.Element
  /** Buttons at the bottom, the main one last. */
  actions?: JSX.Element
  /** `sheet`: from the bottom on a phone, from the side on a desktop; for lists and forms. */
  shape?: 'dialog' | 'sheet'
  /** A tap beside it does nothing: for forms with something typed. */
  firm?: boolean
}

/**
 * A window over the page. The browser's own dialog: what is behind cannot be reached, Escape closes, the focus comes
 * back to where it was. The title has the focus first, or the control inside with `autofocus`.
 */
export function Dialog(props: DialogProps) {
  const id = createUniqueId()
  let element: HTMLDialogElement | undefined
  let heading: HTMLHeadingElement | undefined

  createEffect(() => {
    if (!element) return
    if (props.open && !element.open) {
      element.showModal()
      // The title rather than the cross, unless a control inside asks for it.
      ;(element.querySelector<HTMLElement>('[autofocus]') ?? heading)?.focus()
    } else if (!props.open && element.open) element.close()
  })
  onCleanup(() => {
    if (element?.open) element.close()
  })

  return (
    <dialog
      ref={element}
      aria-labelledby={`${id}-title`}
      aria-describedby={props.description ? `${id}-description` : undefined}
      class="dialog edge border-line bg-raised text-text shadow-float"
      data-shape={props.shape ?? 'dialog'}
      onCancel={(event) => {
        event.preventDefault()
        props.onClose()
      }}
      onClick={(event) => {
        if (event.target === element && !props.firm) props.onClose()
      }}
      onKeyDown={(event) => event.stopPropagation()}
    >
      <Show when={props.open}>
        <div class="flex max-h-[inherit] min-h-0 flex-1 flex-col">
          <header class="flex items-start gap-3 border-b border-line py-2 pr-2 pl-5">
            <div class="min-w-0 flex-1 py-2">
              <h2 ref={heading} tabindex="-1" id={`${id}-title`} class="narrow text-title">
                {props.title}
              </h2>
              <Show when={props.description}>
                <p id={`${id}-description`} class="mt-1 text-muted">
                  {props.description}
                </p>
              </Show>
            </div>
            <IconButton icon="close" label={t('action.close')} onClick={() => props.onClose()} />
          </header>
          <div class="min-h-0 flex-1 overflow-y-auto overscroll-contain px-5 py-4">{props.children}</div>
          <Show when={props.actions}>
            {(actions) => (
              <footer class="flex flex-wrap justify-end gap-2 border-t border-line px-5 py-3 max-sm:*:flex-1">
                {actions()}
              </footer>
            )}
          </Show>
        </div>
      </Show>
    </dialog>
  )
}
