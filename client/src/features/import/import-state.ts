import type { ImportRecord } from '../../import/import-record.ts'
import { type Underway, underway } from '../../import/import-runs.ts'
import type { IconName } from '../../ui/icon-paths.ts'
import type { Tone } from '../../ui/status-badge.tsx'
import { t } from './run-messages.ts'

/** What an import is up to in this page; undefined where nothing happens to it here. Reactive. */
export function workOn(id: string): Underway | undefined {
  const now = underway()
  return now?.id === id ? now : undefined
}

/** Its state with shape and colour. One that says it runs and does not run here was interrupted. Reactive. */
export function stateLook(record: ImportRecord): { label: string; tone: Tone; icon: IconName } {
  const work = workOn(record.id)
  if (work) {
    return {
      label: work.what === 'undo' ? t('state.undoRunning') : t('state.running'),
      tone: 'info',
      icon: 'sending',
    }
  }
  switch (record.state) {
    case 'preparing':
      return { label: t('state.preparing'), tone: 'info', icon: 'sending' }
    case 'running':
      return { label: t('state.interrupted'), tone: 'warning', icon: 'warning' }
    case 'paused':
      return { label: t('state.paused'), tone: 'warning', icon: 'warning' }
    case 'done':
      return { label: t('state.done'), tone: 'positive', icon: 'available' }
    case 'undoing':
      return { label: t('state.undoing'), tone: 'warning', icon: 'warning' }
    case 'undone':
      return { label: t('state.undone'), tone: 'neutral', icon: 'returned' }
  }
}

export function isOpen({ state }: ImportRecord): boolean {
  return state === 'running' || state === 'paused' || state === 'undoing'
}
