import { Key } from '@solid-primitives/keyed'
import { createMemo, createSignal, Show } from 'solid-js'
import type { JournalEntry } from '../../db/journal.ts'
import { createDocument } from '../../db/query.ts'
import { createDocumentNames, type DocumentName } from '../../documents/document-name.ts'
import { t as documents } from '../../documents/messages.ts'
import { formatAge } from '../../i18n/format.ts'
import { createOutboxList, createUnsentList } from '../../sync/attention.ts'
import { exportUnsent } from '../../sync/sign-out.ts'
import { Button } from '../../ui/button.tsx'
import { ListRow } from '../../ui/list-row.tsx'
import { offerDownload } from '../../ui/offer-download.ts'
import { Panel } from '../../ui/panel.tsx'
import { TagPlate } from '../../ui/tag-plate.tsx'
import { showToast } from '../../ui/toast.tsx'
import { createNow } from './create-now.ts'
import { t } from './messages.ts'

const FIRST = 20

/** Stands for a document until it is read: it is on this device. */
const BEING_READ = { name: '…' }

type NameOf = (collection: string, id: string, snapshot?: unknown) => DocumentName

function WaitingDocument(props: { entry: JournalEntry; nameOf: NameOf; now: number }) {
  const document = createDocument(props.entry.collection, () => props.entry.id)
  const name = () => props.nameOf(props.entry.collection, props.entry.id, document() ?? BEING_READ)
  const link = () => {
    const { href } = name()
    return href === undefined ? {} : { href }
  }
  return (
    <ListRow
      {...link()}
      lead={<Show when={name().code}>{(code) => <TagPlate code={code()} size="sm" />}</Show>}
      title={document() === null ? t('deleted') : name().title}
      detail={documents(`one.${props.entry.collection}`)}
      end={
        <span class="text-note text-muted">
          {formatAge(props.entry.at, Math.max(props.now, props.entry.at))}
        </span>
      }
    />
  )
}

/** What the server has not confirmed, by name, oldest first; and all of it as a file to keep. */
export function WaitingList() {
  const unsent = createUnsentList()
  const outbox = createOutboxList()
  const nameOf = createDocumentNames()
  const now = createNow(10_000)
  const [all, setAll] = createSignal(false)
  const count = () => unsent().length + outbox().length
  const shown = createMemo(() => (all() ? unsent() : unsent().slice(0, FIRST)))

  async function save() {
    try {
      const exported = await exportUnsent()
      offerDownload(exported)
      showToast({ text: t('exported', { file: exported.fileName }), tone: 'positive' })
    } catch (error) {
      console.error('The export failed.', error)
      showToast({ text: t('exportFailed'), tone: 'danger' })
    }
  }

  return (
    <Panel
      title={t('unsent')}
      flush
      action={
        <Show when={count() > 0}>
          <Button icon="export" onClick={() => void save()} title={t('exportHint')}>
            {t('export')}
          </Button>
        </Show>
      }
    >
      <Show when={count() > 0} fallback={<p class="px-4 py-3 text-muted">{t('unsentNone')}</p>}>
        <ul class="divide-y divide-line" aria-label={t('unsent')}>
          <Key each={shown()} by={({ collection, id }) => `${collection},${id}`}>
            {(entry) => (
              <li>
                <WaitingDocument entry={entry()} nameOf={nameOf} now={now()} />
              </li>
            )}
          </Key>
          <Key each={outbox()} by="key">
            {(entry) => (
              <li>
                <ListRow
                  title={entry().kind === 'image' ? t('outbox.image') : t('outbox.other')}
                  detail={entry().path}
                  end={
                    <span class="text-note text-muted">
                      {formatAge(entry().at, Math.max(now(), entry().at))}
                    </span>
                  }
                />
              </li>
            )}
          </Key>
        </ul>
        <Show when={unsent().length > shown().length}>
          <div class="border-t border-line p-2">
            <Button kind="quiet" wide onClick={() => setAll(true)}>
              {t('unsentMore', { count: unsent().length })}
            </Button>
          </div>
        </Show>
      </Show>
    </Panel>
  )
}
