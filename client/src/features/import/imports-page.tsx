import { createSignal, Show } from 'solid-js'
import { PageHeader } from '../../ui/page-header.tsx'
import { DraftView } from './draft-view.tsx'
import { FileDrop } from './file-drop.tsx'
import { ImportList } from './import-list.tsx'
import { t } from './messages.ts'

/** A new import, and those that were made on this device. */
export function ImportsPage() {
  const [file, setFile] = createSignal<File>()
  return (
    <>
      <PageHeader title={t('title')} />
      <Show
        when={file()}
        keyed
        fallback={
          <div class="grid max-w-page gap-8 px-4 py-5 lg:px-6">
            <FileDrop onFile={setFile} />
            <ImportList />
          </div>
        }
      >
        {(chosen) => <DraftView file={chosen} onLeave={() => setFile(undefined)} />}
      </Show>
    </>
  )
}
