import { useNavigate, useParams } from '@solidjs/router'
import { createResource, createSignal, Show } from 'solid-js'
import { formatDateTime, formatNumber } from '../../i18n/format.ts'
import type { ImportRecord, KeptRecord, StoredProblem } from '../../import/import-record.ts'
import { importChanges, importLockHeld, importStore, importsChanged } from '../../import/import-runs.ts'
import { Button } from '../../ui/button.tsx'
import { ButtonLink } from '../../ui/button-link.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { FigureRow } from '../../ui/figure-row.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { downloadProblems } from './download-problems.ts'
import { isOpen, stateLook, workOn } from './import-state.ts'
import { ImportWork } from './import-work.tsx'
import { KeptList } from './kept-list.tsx'
import { t as generalWords } from './messages.ts'
import { t as outcomeWords } from './outcome-messages.ts'
import { t } from './run-messages.ts'
import { StoredProblems } from './stored-problems.tsx'
import { UndoButton } from './undo-button.tsx'

interface Loaded {
  readonly record: ImportRecord | undefined
  readonly problems: readonly StoredProblem[]
  readonly kept: readonly KeptRecord[]
  readonly elsewhere: boolean
}

async function load(id: string): Promise<Loaded> {
  const store = await importStore()
  const record = await store.find(id)
  return {
    record,
    problems: await store.problems(id),
    kept: await store.kept(id),
    elsewhere: await importLockHeld(),
  }
}

/** One import: how far it is, what came of it, what stayed out, and the way back. */
export function ImportPage() {
  const params = useParams<{ id: string }>()
  const [loaded] = createResource(
    () => ({ id: params.id, changes: importChanges(), work: workOn(params.id) !== undefined }),
    ({ id }) => load(id),
  )
  return (
    <Show when={loaded.latest}>
      {(now) => (
        <Show when={now().record} fallback={<Missing />}>
          {(record) => <Import {...now()} record={record()} />}
        </Show>
      )}
    </Show>
  )
}

function Missing() {
  return (
    <>
      <PageHeader title={generalWords('title')} back={{ href: '/import', label: t('back') }} />
      <EmptyState icon="import" title={t('missing')} hint={t('missingHint')} />
    </>
  )
}

function Import(props: Loaded & { record: ImportRecord }) {
  const refused = () => props.problems.filter((problem) => problem.refused)
  const odd = () => props.problems.filter((problem) => !problem.refused)
  const busy = () => workOn(props.record.id) !== undefined
  const figures = () => {
    const { written, rows } = props.record
    const out = rows.refuse + written.failed
    return [
      { label: t('created'), value: written.created },
      ...(written.updated > 0 ? [{ label: t('updated'), value: written.updated }] : []),
      ...(written.unchanged > 0 ? [{ label: t('unchanged'), value: written.unchanged }] : []),
      { label: t('skipped'), value: rows.skip - rows.joined },
      ...(rows.joined > 0 ? [{ label: outcomeWords('joined'), value: rows.joined }] : []),
      { label: t('stayedOut'), value: out, ...(out > 0 ? { tone: 'danger' as const } : {}) },
      ...(written.entries > 0 ? [{ label: t('entries'), value: written.entries }] : []),
    ]
  }
  return (
    <>
      <PageHeader
        title={props.record.fileName}
        back={{ href: '/import', label: t('back') }}
        aside={<StatusBadge {...stateLook(props.record)} />}
      />
      <div class="grid max-w-page gap-6 px-4 py-5 lg:px-6">
        <p class="text-muted">
          {t('byAt', { name: props.record.byName, when: formatDateTime(props.record.createdAt) })}
        </p>
        <ImportWork record={props.record} elsewhere={props.elsewhere && !busy()} />
        <Show when={!busy()}>
          <FigureRow figures={figures()} />
        </Show>
        <Show when={props.record.undone}>
          {(undone) => (
            <p class="font-semibold" role="status">
              {t('undoResult', {
                removed: formatNumber(undone().removed),
                restored: formatNumber(undone().restored),
                kept: formatNumber(undone().kept),
              })}
            </p>
          )}
        </Show>
        <Show when={!busy()}>
          <div class="flex flex-wrap gap-2">
            <Show when={props.record.state === 'done'}>
              <ButtonLink href={props.record.kind === 'people' ? '/people' : '/equipment'} icon="arrow-right">
                {props.record.kind === 'people' ? t('openPeople') : t('openEquipment')}
              </ButtonLink>
            </Show>
            <UndoButton record={props.record} kept={props.kept.length} />
            <Show when={!isOpen(props.record)}>
              <ForgetButton record={props.record} />
            </Show>
          </div>
          <Show when={props.record.state === 'done'}>
            <p class="text-muted">{t('sendsLater')}</p>
          </Show>
        </Show>
        <KeptList kept={props.kept} />
        <StoredProblems
          title={t('rowsToMend')}
          hint={t('rowsToMendHint')}
          problems={refused()}
          onDownload={() => downloadProblems(props.record.fileName, props.record.columns, refused())}
        />
        <StoredProblems title={t('rowsToCheck')} problems={odd()} />
      </div>
    </>
  )
}

function ForgetButton(props: { record: ImportRecord }) {
  const [open, setOpen] = createSignal(false)
  const navigate = useNavigate()
  const forget = async () => {
    await (await importStore()).remove(props.record.id)
    importsChanged()
    navigate('/import', { replace: true })
  }
  return (
    <>
      <Button kind="quiet" onClick={() => setOpen(true)}>
        {t('forget')}
      </Button>
      <Dialog
        open={open()}
        onClose={() => setOpen(false)}
        title={t('forgetAsk')}
        actions={
          <Button kind="danger" onClick={forget}>
            {t('forget')}
          </Button>
        }
      >
        <p>{t('forgetHint')}</p>
      </Dialog>
    </>
  )
}
