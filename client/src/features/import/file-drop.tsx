import { createSignal } from 'solid-js'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { t } from './messages.ts'

/** Where a file comes in: dropped, or chosen by the browser's own dialog. */
export function FileDrop(props: { onFile: (file: File) => void }) {
  const [over, setOver] = createSignal(false)
  let input: HTMLInputElement | undefined
  const take = (files: FileList | null | undefined) => {
    const [file] = files ?? []
    if (file) props.onFile(file)
    // The same file again, mended meanwhile, is a new choice.
    if (input) input.value = ''
  }
  return (
    <div
      ref={(area) => acceptDrops(area, setOver, take)}
      class="edge flex flex-col items-start gap-4 rounded-lg border-dashed border-line-strong bg-raised p-6 sm:flex-row sm:items-center lg:p-8"
      classList={{ 'bg-accent-soft': over() }}
    >
      <span class="rounded-md bg-sunken p-3 text-muted">
        <Icon name="import" size="lg" />
      </span>
      <div class="min-w-0 flex-1">
        <p class="narrow text-title">{t('drop')}</p>
        <p class="mt-1 max-w-prose text-muted">{t('dropHint')}</p>
      </div>
      <input
        ref={input}
        type="file"
        accept=".csv,.tsv,.txt,text/csv,text/tab-separated-values,text/plain"
        hidden
        onChange={(event) => take(event.currentTarget.files)}
      />
      <Button kind="primary" icon="import" onClick={() => input?.click()}>
        {t('choose')}
      </Button>
    </div>
  )
}

/** Dropping is a second way beside the button, so it needs no role and no key. */
function acceptDrops(
  area: HTMLElement,
  setOver: (over: boolean) => void,
  take: (files: FileList | undefined) => void,
) {
  area.addEventListener('dragover', (event) => {
    event.preventDefault()
    setOver(true)
  })
  area.addEventListener('dragleave', () => setOver(false))
  area.addEventListener('drop', (event) => {
    event.preventDefault()
    setOver(false)
    take(event.dataTransfer?.files)
  })
}
