import { createSignal, For, Show } from 'solid-js'
import { t } from '../i18n/core.ts'
import { Icon } from './icon.tsx'
import { IconButton } from './icon-button.tsx'
import type { IconName } from './icon-paths.ts'

export type ToastTone = 'neutral' | 'positive' | 'warning' | 'danger'
export type ToastRequest = {
  text: string
  tone?: ToastTone
  /** One thing that can be done about it, usually undo. */
  action?: { label: string; run: () => void }
  /** Stays until dismissed. Errors and toasts with an action stay longer by themselves. */
  sticky?: boolean
}
type Toast = ToastRequest & { id: number }

const [toasts, setToasts] = createSignal<readonly Toast[]>([])
let last = 0

export function dismissToast(id: number): void {
  setToasts((all) => all.filter((toast) => toast.id !== id))
}

/**
 * Says something that needs no answer, in sight and in a live region. Never the only place where an error is shown.
 * Returns an id for `dismissToast`.
 */
export function showToast(request: ToastRequest): number {
  last += 1
  const id = last
  // Four at most: the oldest goes first.
  setToasts((all) => [...all, { ...request, id }].slice(-4))
  if (!request.sticky) {
    const ms = request.tone === 'danger' || request.action ? 10_000 : 5_000
    setTimeout(() => dismissToast(id), ms)
  }
  return id
}

const icons: Record<ToastTone, IconName> = {
  neutral: 'info',
  positive: 'check',
  warning: 'warning',
  danger: 'danger',
}
const marks: Record<ToastTone, string> = {
  neutral: 'bg-info text-on-info',
  positive: 'bg-positive text-on-positive',
  warning: 'bg-warning text-on-warning',
  danger: 'bg-danger text-on-danger',
}

/** Where toasts appear; the shell holds the only one. */
export function ToastRegion() {
  return (
    <div
      role="log"
      aria-live="polite"
      data-print="no"
      class="pointer-events-none fixed inset-x-3 bottom-[calc(5rem+var(--bar,0px))] z-50 flex flex-col items-stretch gap-2 md:inset-x-auto md:right-5 md:bottom-[calc(1.25rem+var(--bar,0px))] md:w-96"
    >
      <For each={toasts()}>
        {(toast) => (
          <div class="rise edge pointer-events-auto flex items-stretch overflow-hidden rounded-md border-line bg-raised shadow-float">
            <span class={`grid w-11 shrink-0 place-items-center ${marks[toast.tone ?? 'neutral']}`}>
              <Icon name={icons[toast.tone ?? 'neutral']} />
            </span>
            <p class="min-w-0 flex-1 self-center px-3 py-2.5 font-medium">{toast.text}</p>
            <Show when={toast.action}>
              {(action) => (
                <button
                  type="button"
                  class="min-h-target px-3 font-semibold text-accent-text hover:bg-hover"
                  onClick={() => {
                    action().run()
                    dismissToast(toast.id)
                  }}
                >
                  {action().label}
                </button>
              )}
            </Show>
            <IconButton icon="close" label={t('action.dismiss')} onClick={() => dismissToast(toast.id)} />
          </div>
        )}
      </For>
    </div>
  )
}
