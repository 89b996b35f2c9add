import { createMemo, createSignal, For, onCleanup, Show } from 'solid-js'
import type { RetentionKind } from '../../../../shared/retention.ts'
import { failureText } from '../../account/failure-text.ts'
import { formatNumber } from '../../i18n/format.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { announce } from '../../ui/live-region.tsx'
import { Panel } from '../../ui/panel.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { showToast } from '../../ui/toast.tsx'
import { t } from './messages.ts'
import { type ChosenDays, type Kept, readRetention, storeRetention } from './retention.ts'

/** Days for each kind of record, with what would go by them before anything is saved. */
export function RetentionPanel() {
  const [kept, setKept] = createSignal<readonly Kept[]>([])
  const [typed, setTyped] = createSignal<Partial<Record<RetentionKind, string>>>({})
  const [failure, setFailure] = createSignal<{ readonly title: string; readonly text: string }>()
  const [busy, setBusy] = createSignal<'count' | 'save'>()
  const stopped = new AbortController()
  onCleanup(() => stopped.abort())

  /** Undefined: not a number of days within its bounds. */
  function daysOf({ kind, days, least, most }: Kept): number | undefined {
    const text = typed()[kind]?.trim()
    if (text === undefined) return days
    const number = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN
    return number >= least && number <= most ? number : undefined
  }
  const chosen = createMemo((): ChosenDays | undefined => {
    const all: Partial<Record<RetentionKind, number>> = {}
    for (const one of kept()) {
      const days = daysOf(one)
      if (days === undefined) return undefined
      all[one.kind] = days
    }
    return all
  })

  async function count(days: ChosenDays) {
    setBusy('count')
    setFailure(undefined)
    try {
      // What was typed stays what is asked by: the fields keep it.
      const found = await readRetention(days, stopped.signal)
      setKept(found)
      if (Object.keys(days).length > 0)
        announce(found.map((one) => `${t(`kind.${one.kind}`)}: ${dueText(one)}`).join('. '))
    } catch (error) {
      if (!stopped.signal.aborted) setFailure({ title: t('failed'), text: failureText(error) })
    }
    setBusy(undefined)
  }

  async function save(days: ChosenDays) {
    setBusy('save')
    setFailure(undefined)
    try {
      await storeRetention(days)
      setTyped({})
      showToast({ text: t('saved'), tone: 'positive' })
      announce(t('saved'))
      setKept(await readRetention({}, stopped.signal))
    } catch (error) {
      setFailure({ title: t('notSaved'), text: failureText(error) })
    }
    setBusy(undefined)
  }

  void count({})

  const withChosen = (work: (days: ChosenDays) => Promise<void>) => {
    const days = chosen()
    if (days) void work(days)
  }

  return (
    <Panel title={t('retention')}>
      <div class="grid gap-4">
        <p class="text-muted">{t('retentionHint')}</p>
        <Show when={failure()}>
          {(reason) => (
            <Banner
              tone="danger"
              title={reason().title}
              urgent
              actions={
                <Show when={kept().length === 0}>
                  <Button onClick={() => void count({})}>{t('again')}</Button>
                </Show>
              }
            >
              {reason().text}
            </Banner>
          )}
        </Show>
        <Show when={kept().length > 0} fallback={<Show when={busy()}>{<p>{t('reading')}</p>}</Show>}>
          <ul class="grid gap-5 lg:grid-cols-2 lg:gap-x-8">
            <For each={kept().map(({ kind }) => kind)}>
              {(kind) => (
                <Show when={kept().find((one) => one.kind === kind)}>
                  {(one) => (
                    <li class="grid content-start gap-1">
                      <TextField
                        label={t('days', { name: t(`kind.${kind}`) })}
                        hint={`${t(`kind.${kind}.hint`)} ${t('usual', boundsOf(one()))}`}
                        error={daysOf(one()) === undefined ? t('outside', boundsOf(one())) : undefined}
                        value={typed()[kind] ?? String(one().days)}
                        inputmode="numeric"
                        maxlength={5}
                        onInput={(text) => setTyped((before) => ({ ...before, [kind]: text }))}
                      />
                      <p classList={{ 'font-semibold': one().due > 0, 'text-muted': one().due === 0 }}>
                        {dueText(one())}
                      </p>
                    </li>
                  )}
                </Show>
              )}
            </For>
          </ul>
          <div class="flex flex-wrap gap-2">
            <Button
              icon="search"
              busy={busy() === 'count'}
              disabled={chosen() === undefined}
              onClick={() => withChosen(count)}
            >
              {t('preview')}
            </Button>
            <Button
              kind="primary"
              busy={busy() === 'save'}
              disabled={chosen() === undefined}
              onClick={() => withChosen(save)}
            >
              {t('save')}
            </Button>
          </div>
        </Show>
      </div>
    </Panel>
  )
}

function dueText({ due }: Kept): string {
  return due === 0 ? t('dueNone') : t('due', { count: due })
}

function boundsOf({ usual, least, most }: Kept) {
  return { usual: formatNumber(usual), least: formatNumber(least), most: formatNumber(most) }
}
